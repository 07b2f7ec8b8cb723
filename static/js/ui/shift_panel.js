/**
 * The shift on this tablet: closed → open (network needed once) → locked → open again; handing over closes it and asks
 * for the next person. Locking hides and forgets; what waits in the outbox keeps its author and keeps draining.
 */
import { identity, lock, setPin, shift, unlock } from "../store/identity.js";
import { reference } from "../store/reference.js";
import { hello } from "../sync/hello.js";
import { closeShift, openShift } from "../sync/shift.js";
import { dutyChannel } from "./duty_gate.js";
import { fill } from "./fill.js";
import { refuse } from "./refusal.js";

/** @param {HTMLElement} element [data-shift] with one [data-panel] for each state */
export async function mount(element) {
  const opening = element.querySelector("[data-open-shift]");
  const unlocking = element.querySelector("[data-unlock]");
  const pin = element.querySelector("[data-set-pin]");
  const refusal = opening.querySelector("[data-refusal]");
  const channel = dutyChannel();

  const turnTo = async (panel) => {
    for (const each of element.querySelectorAll("[data-panel]")) each.hidden = each.dataset.panel !== panel;
    if (panel !== "closed") return;
    refusal.hidden = true;
    const answer = await hello();
    // Who has tried meanwhile was told why that failed.
    if (refusal.hidden) refuse(refusal, answer, false);
  };
  const show = async () => {
    const [device, current] = await Promise.all([identity(), shift()]);
    if (!current) {
      const { point } = opening.elements;
      point.dataset.wanted = device?.point?.id ?? "";
      if (point.dataset.wanted) point.value = point.dataset.wanted;
      return turnTo("closed");
    }
    const staff = (await reference())?.staff ?? [];
    fill(element, {
      point: current.pointName,
      person: current.name || staff.find((person) => person.id === current.staff)?.name || "",
      count: current.count,
      expiresAtMs: current.expiresAtMs,
      hasPin: current.hasPin,
      expired: current.expiresAtMs < Date.now(),
    });
    return turnTo(current.locked ? "locked" : "open");
  };
  const changed = async () => {
    channel.postMessage("changed");
    await show();
    element.querySelector("[data-panel]:not([hidden])").focus();
  };
  const goOn = () => {
    const wanted = new URLSearchParams(location.search).get("ve") ?? "";
    // Only a page of the tablet: an address from outside must not lead away.
    // Back leads to no page that asks for a shift which is open.
    location.replace(/^\/truc(\/[a-z-]+)?$/.test(wanted) ? wanted : element.dataset.then);
  };
  /** A second tap of a shaking thumb waits until the first has done its work: a shift is not handed over twice. */
  const once = (button, act) => async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await act();
    } finally {
      button.disabled = false;
    }
  };
  const onSubmit = (form, act) => {
    const button = form.querySelector("button[type=submit]");
    button.disabled = false;
    form.addEventListener("submit", once(button, () => act(form.elements)));
  };
  const press = (name, act) => {
    for (const button of element.querySelectorAll(`[data-${name}]`)) button.addEventListener("click", once(button, act));
  };

  onSubmit(opening, async ({ login, password, point }) => {
    const empty = [point, login, password].find((control) => !control.value.trim());
    if (empty) return empty.focus();
    const answer = await openShift({ login: login.value.trim(), password: password.value, point: point.value });
    password.value = "";
    refuse(refusal, answer);
    if (!answer.ok) return;
    channel.postMessage("changed");
    goOn();
  });
  onSubmit(unlocking, async (fields) => {
    const answer = await unlock(fields.pin.value);
    fields.pin.value = "";
    if (answer.ok) {
      channel.postMessage("changed");
      return goOn();
    }
    // Handed over in another tab meanwhile.
    if (answer.code === "no_shift") return show();
    const error = unlocking.querySelector("[data-error-for=pin]");
    const { pinWait, pinWrong } = element.dataset;
    error.textContent = answer.waitMs ? pinWait.replace("{}", Math.ceil(answer.waitMs / 1000)) : pinWrong;
    error.hidden = false;
    fields.pin.focus();
  });
  onSubmit(pin, async ({ new_pin: input }) => {
    const error = pin.querySelector("[data-error-for=new_pin]");
    const wrong = !/^([0-9]{4,12})?$/.test(input.value);
    error.textContent = wrong ? element.dataset.pinInvalid : "";
    error.hidden = !wrong;
    if (wrong) return input.focus();
    await setPin(input.value);
    pin.querySelector("[data-pin-set]").hidden = !input.value;
    pin.querySelector("[data-pin-removed]").hidden = Boolean(input.value);
    input.value = "";
    fill(element, { hasPin: (await shift()).hasPin });
  });
  press("lock", async () => {
    await lock();
    await changed();
  });
  press("another", () => turnTo("closed"));
  press("hand-over", async () => {
    await closeShift();
    await changed();
    element.querySelector("[data-handed-over]").hidden = false;
  });
  await show();
}
