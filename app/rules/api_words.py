"""What the description of the reading interface says, in Vietnamese for every reader (app/web/api.py has the rest)."""

TITLE = "Gần Dân: số liệu của phường"
ABOUT = "Chỉ đọc. Không có tên, số điện thoại, địa chỉ hay lời ghi tự do nào."
KEY = "Khóa từ trang /khoa-api"

# {path: what it gives}
ENDPOINTS = {
    "/lists": "Danh mục: tổ dân phố, điểm hỗ trợ, bộ phận, thủ tục",
    "/assistances": "Lượt hỗ trợ, cũ trước mới sau, không có thông tin về người dân",
    "/dossiers": "Hồ sơ theo ngày nhận, cũ trước mới sau, không có thông tin về người dân",
    "/cubes": "Các bảng cộng sẵn",
    "/cubes/{cube}": "Số của một bảng cộng sẵn, cộng theo những chiều được hỏi",
}
PARAMETERS = {
    "from": "Ngày đầu, viết YYYY-MM-DD; để trống là từ đầu",
    "to": "Ngày cuối, viết YYYY-MM-DD; để trống là đến nay",
    "cursor": "Giá trị next của trang trước",
    "limit": "Số dòng một trang",
    "cube": "Tên bảng, xem /cubes",
    "by": "Các chiều, cách nhau dấu phẩy; thêm được month, day",
}
TROUBLES = {
    "400": "Câu hỏi chưa đúng",
    "401": "Chưa có khóa, hoặc khóa không dùng được",
    "404": "Không có bảng này",
    "429": "Đã thử sai quá nhiều lần",
}
