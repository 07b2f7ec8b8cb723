/** What a press on a face, ticks or a questionnaire say, as it travels (app/web/rating_taken.py). */

export const REASONS_MOST = 3;

/**
 * @param {HTMLFormElement} sheet [data-survey][data-version]; the names of its controls are its questions
 * @param {HTMLButtonElement | null} submitter the face that was pressed
 * @returns {{code: string, survey: string, version: number, values: Record<string, number>, reasons: string[]}}
 */
export function answerOf(code, sheet, submitter) {
  const pressed = submitter?.name ? [[submitter.name, submitter.value]] : [];
  const said = [...new FormData(sheet), ...pressed].filter(([name]) => !["survey", "why", "reasons"].includes(name));
  return {
    code,
    survey: sheet.dataset.survey,
    version: Number(sheet.dataset.version),
    values: Object.fromEntries(said.map(([name, value]) => [name, Number(value)])),
    reasons: new FormData(sheet).getAll("reasons").map(String),
  };
}

export const saysNothing = ({ values, reasons }) => !Object.keys(values).length && !reasons.length;
