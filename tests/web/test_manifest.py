"""The manifest: everything it names is served, in the size it says."""

import io

from PIL import Image


def test_every_picture_of_the_manifest_is_there_in_its_size(app, visitor):
    told = visitor.get("/manifest.webmanifest").get_json(force=True)
    assert told["start_url"] == "/truc"
    assert {shot["form_factor"] for shot in told["screenshots"]} == {"narrow", "wide"}
    pictures = [(each["src"], each["sizes"]) for each in told["icons"] + told["screenshots"]]
    assert len(pictures) >= 6
    for address, size in pictures:
        response = app.test_client().get(address)
        assert response.status_code == 200, address
        assert "{}x{}".format(*Image.open(io.BytesIO(response.data)).size) == size, address


def test_a_machine_for_everybody_is_installed_over_the_whole_screen(visitor):
    told = visitor.get("/ki-ot.webmanifest").get_json(force=True)
    assert (told["id"], told["display"], told["start_url"]) == ("/ki-ot", "fullscreen", "/")
    assert '<link rel="manifest" href="/ki-ot.webmanifest">' in visitor.get("/ki-ot").text
    assert visitor.get("/dan.webmanifest").get_json(force=True)["display"] == "standalone"
