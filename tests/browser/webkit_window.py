"""A bare WebKitGTK browser for WebDriver whose storage outlives it: `python webkit_window.py PROFILE`.

The MiniBrowser that comes with WebKitGTK forgets everything when an automated session ends, so it cannot show that a
record survives a closed browser. Spoken to through ctypes: nothing but the library itself has to be installed.
"""

import ctypes
import sys
from ctypes import c_char_p, c_int, c_size_t, c_uint64, c_ulong, c_void_p

PHONE = (360, 740)

gtk = ctypes.CDLL("libgtk-3.so.0")
gobject = ctypes.CDLL("libgobject-2.0.so.0")
webkit = ctypes.CDLL("libwebkit2gtk-4.1.so.0")


def call(library, name: str, result, *arguments):
    """One call of the library; `arguments` are ctypes values, so variadic functions get them in their right width."""
    function = getattr(library, name)
    function.restype = result
    return function(*arguments)


def on(thing, signal: bytes, callback) -> None:
    nothing = c_void_p(None)
    call(gobject, "g_signal_connect_data", c_ulong, thing, signal, callback, nothing, nothing, c_int(0))


def main(profile: str) -> None:
    end = c_void_p(None)
    call(gtk, "gtk_init", None, end, end)
    folders = (b"base-data-directory", f"{profile}/data".encode(), b"base-cache-directory", f"{profile}/cache".encode())
    storage = c_void_p(
        call(webkit, "webkit_website_data_manager_new", c_void_p, *[c_char_p(text) for text in folders], end)
    )
    context = c_void_p(call(webkit, "webkit_web_context_new_with_website_data_manager", c_void_p, storage))
    call(webkit, "webkit_web_context_set_automation_allowed", None, context, c_int(1))
    view_type = c_size_t(call(webkit, "webkit_web_view_get_type", c_size_t))

    @ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)
    def make_view(_session, _data):
        view = c_void_p(
            call(
                gobject, "g_object_new", c_void_p, view_type,
                c_char_p(b"web-context"), context, c_char_p(b"is-controlled-by-automation"), c_int(1), end,
            )
        )  # fmt: skip
        window = c_void_p(call(gtk, "gtk_window_new", c_void_p, c_int(0)))
        call(gtk, "gtk_window_set_default_size", None, window, c_int(PHONE[0]), c_int(PHONE[1]))
        call(gtk, "gtk_container_add", None, window, view)
        call(gtk, "gtk_widget_show_all", None, window)
        return view.value

    @ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_void_p)
    def introduce(_context, session, _data):
        about = c_void_p(call(webkit, "webkit_application_info_new", c_void_p))
        # The name that selenium's WebKitGTK driver asks for.
        call(webkit, "webkit_application_info_set_name", None, about, c_char_p(b"MiniBrowser"))
        call(webkit, "webkit_application_info_set_version", None, about, c_uint64(1), c_uint64(0), c_uint64(0))
        call(webkit, "webkit_automation_session_set_application_info", None, c_void_p(session), about)
        on(c_void_p(session), b"create-web-view", make_view)

    on(context, b"automation-started", introduce)
    call(gtk, "gtk_main", None)


if __name__ == "__main__":
    main(sys.argv[1])
