"""Every table there is, for what must leave none out: a copy of the whole database, and the way back."""

from app.records.answer_template import AnswerTemplate
from app.records.api_key import ApiKey
from app.records.assistance import Assistance, AssistanceDifficulty
from app.records.certification import Certification
from app.records.city import CityCell, CityLink, CityMember, CityMonth, CitySent
from app.records.declaration import Declaration
from app.records.device import Device, DeviceNonce, EnrolmentCode, RescueImport
from app.records.dossier import Dossier
from app.records.evaluation import Evaluation, EvaluationFinding, EvaluationScheme, NationalMonth
from app.records.feedback import Feedback
from app.records.feedback_photo import FeedbackPhoto
from app.records.household import Household, HouseholdObservation, HouseholdVisit
from app.records.inspection import Inspection, InspectionFault
from app.records.ledger_entry import LedgerEntry, LedgerHead, Review
from app.records.notice import Notice, NoticePhoto, NoticePosting
from app.records.outreach import Outreach
from app.records.place import Building, Neighbourhood, SupportPoint
from app.records.procedure import Procedure
from app.records.queue import Queue
from app.records.rating import Rating, RatingCount, RatingUsed
from app.records.register import NumberLease, Register, RegisterNumber
from app.records.report import Report
from app.records.rollup import RollUp, RollUpCheck
from app.records.shift import Shift
from app.records.staff import SignInTry, Staff, StaffPassword, StaffSession
from app.records.ticket import Ticket, TicketLane
from app.records.tip import Tip, TipKey
from app.records.unit import Unit
from app.records.ward import Ward, WardKey
from app.records.workday import Office, Workday

EVERY_TABLE = (
    Ward,
    WardKey,
    Neighbourhood,
    Building,
    SupportPoint,
    Staff,
    StaffPassword,
    StaffSession,
    SignInTry,
    ApiKey,
    CityLink,
    CitySent,
    CityMember,
    CityMonth,
    CityCell,
    Device,
    RescueImport,
    EnrolmentCode,
    DeviceNonce,
    Shift,
    Procedure,
    Workday,
    Office,
    Assistance,
    AssistanceDifficulty,
    Unit,
    Register,
    RegisterNumber,
    Report,
    NumberLease,
    Dossier,
    Certification,
    Feedback,
    FeedbackPhoto,
    Household,
    HouseholdObservation,
    HouseholdVisit,
    AnswerTemplate,
    Outreach,
    Inspection,
    InspectionFault,
    Notice,
    NoticePosting,
    NoticePhoto,
    Declaration,
    Queue,
    Ticket,
    TicketLane,
    Rating,
    RatingCount,
    RatingUsed,
    Evaluation,
    EvaluationFinding,
    EvaluationScheme,
    NationalMonth,
    TipKey,
    Tip,
    LedgerHead,
    LedgerEntry,
    Review,
    RollUp,
    RollUpCheck,
)
