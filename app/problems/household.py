"""The refusals of households: each a sentence that says what to do next."""

HOUSEHOLD_PROBLEMS: dict[str, tuple[int, str]] = {
    "household_joined": (409, "Hộ này đã được gộp vào một hộ khác. Hãy mở hộ đó rồi sửa ở đó."),
    "household_retracted": (409, "Khó khăn này đã được rút lại từ trước. Tải lại trang để xem."),
}
