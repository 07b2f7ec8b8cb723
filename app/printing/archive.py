"""The last touch on a PDF: one file that is both PDF/A-3a (kept for decades) and PDF/UA-1 (read aloud)."""

import io
import re

import pydyf

# What PDF/A wants declared before another standard's property may stand in the metadata (ISO 19005-3, 6.6.2.3).
_UA_DECLARATION = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
# A stream that ends in CR before its closing line end reads as one byte short to strict readers.
_AMBIGUOUS_END = b"\r\nendstream"


def write(document) -> bytes:
    """The bytes of a laid-out weasyprint document. The same document gives the same bytes."""
    for spacers in range(16):
        pdf = document.write_pdf(
            pdf_variant="pdf/a-3a", finisher=lambda _, file, spacers=spacers: _finish(file, spacers)
        )
        if _AMBIGUOUS_END not in pdf:
            return pdf
    raise ValueError("a stream keeps ending in CR")


def write_part(document) -> bytes:
    """The same with every object in plain sight, for `binding.bind`."""
    part = io.BytesIO()

    def finish(_, file):
        _finish(file, 0)
        file.write(part, version=b"1.7", compress=False)
        file.objects[:] = file.objects[:1]  # what weasyprint now writes is thrown away

    document.write_pdf(pdf_variant="pdf/a-3a", finisher=finish)
    return part.getvalue()


def write_file(make) -> bytes:
    """The bytes of the pydyf file that `make()` builds, however often it has to be built."""
    for spacers in range(16):
        file, output = make(), io.BytesIO()
        _add_spacers(file, spacers)
        file.write(output, version=b"1.7", identifier=True, compress=True)
        if _AMBIGUOUS_END not in output.getvalue():
            return output.getvalue()
    raise ValueError("a stream keeps ending in CR")


def _finish(file: pydyf.PDF, spacers: int) -> None:
    for thing in file.objects:
        if isinstance(thing, pydyf.Stream):
            if thing.extra.get("Type") == "/Metadata":
                _declare_accessible(thing)
            elif thing.data.endswith(_AMBIGUOUS_END):
                _end_otherwise(thing)
    _add_spacers(file, spacers)


def _add_spacers(file, count):
    # The object and cross-reference streams are made after us; an object nobody points to changes their last byte.
    for _ in range(count):
        file.add_object(pydyf.Dictionary({"Type": "/Spacer"}))


def _end_otherwise(stream):
    """Ours are left uncompressed. A picture comes deflated, and however that is done, the check sum stands last: a byte
    behind it, which no reader looks at."""
    if "Filter" in stream.extra:
        stream.stream = [b"".join(getattr(item, "data", item) for item in stream.stream) + b"\0"]
    else:
        stream.compress = False


def _declare_accessible(metadata: pydyf.Stream) -> None:
    metadata.compress = False
    content = b"".join(metadata.stream)
    metadata.stream = [re.sub(rb"</rdf:RDF>", _UA_DECLARATION + b"</rdf:RDF>", content, count=1)]
