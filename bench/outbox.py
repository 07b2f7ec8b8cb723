"""Operations that wait on a phone: made, sealed and kept by the page's own modules; only the typing is left out."""

_FILL = """async ([root, count]) => {
  const load = (path) => import(`${root}${path}`);
  const [{ makeOperation }, { put }, { identity, shift }, { makeTracking }, { uuid7 }, { reference }] =
    await Promise.all(["core/operation.js", "store/outbox.js", "store/identity.js", "core/tracking.js", "core/uuid.js",
     "store/reference.js"].map(load));
  const [who, now, lists] = await Promise.all([identity(), shift(), reference()]);
  for (let place = 0; place < count; place++) {
    const body = {
      point: now.point, procedure: lists.procedures[place % lists.procedures.length]?.code ?? "", help: "guide",
      neighbourhood: "tdp-03", building: "CT1A", apartment: String(100 + place), name: "Nguyễn Thị Thu Hằng",
      phone: "+84912345678", consent: true, channel: "at_point", result: "filed", national_code: "",
      difficulties: ["elderly"], minutes: 6, note: "Đã hướng dẫn chụp lại ảnh", follow_up: false, on: "",
      tracking: makeTracking(),
    };
    const operation = await makeOperation({
      type: "assistance.record/1", entity: uuid7(Date.now()), base: 0, body, identity: who, shift: now,
      now: Date.now(), clockOffset: 0, app: "bench", sealKey: who.sealKey,
    });
    await put(operation, { text: "bench" });
  }
}"""
_WAITING = "async (root) => (await (await import(`${root}store/outbox.js`)).waiting()).length"


def modules_of(page) -> str:
    """The address under which this page's release keeps its modules."""
    return page.evaluate("() => document.querySelector('script[type=module]').src.replace(/[^/]+$/, '')")


def record(page, root: str, count: int) -> None:
    page.evaluate(_FILL, [root, count])


def waiting(page, root: str) -> int:
    return page.evaluate(_WAITING, root)
