/**
 * A declaration on its way to the ward: queued on the phone first, delivered when there is a network, and told of only
 * by what the ward has answered. What was sent before is found by the form's code, which names nobody.
 */
import { trackingOf } from "../core/declaration_seal.js";
import { formatTracking } from "../core/tracking.js";
import { uuid7 } from "../core/uuid.js";
import { answered, keep, queue, queued, read } from "../store/citizen.js";
import { deliver } from "../sync/public.js";

const TYPE = "declaration.send/1";
const SENT = "sent";

/** @returns {Promise<any>} the operation of this form that still waits, or undefined */
export const waitingOf = async (code) => (await queued()).find(({ t, b }) => t === TYPE && b.form === code);

/** @returns {Promise<{op: string, result: any} | null>} the last one of this form that was sent, with what was told */
export async function sentOf(code) {
  const op = (await read(SENT, code))?.value.op;
  const told = op && (await read("told", op));
  return told ? { op, result: told.value } : null;
}

/** Queues it: from here on it is sent exactly once. @returns {Promise<any>} the operation */
export async function enqueue(form, values) {
  const now = Date.now();
  const body = { form: form.code, form_version: form.version, values };
  const operation = { op: uuid7(now), e: uuid7(now), t: TYPE, b: body };
  await queue(operation);
  await keep(SENT, form.code, { op: operation.op });
  return operation;
}

/** It is no longer wanted: what waits is erased, unless the ward has it already. */
export const withdraw = ({ op }) => answered(op);

/**
 * Somebody of the ward has read it from this screen and said so: erased here, but for the code to look it up by.
 * @returns {Promise<string>} the code, "XXXX-XXXX-XXXX"
 */
export async function handed(operation) {
  const tracking = await trackingOf(operation);
  await keep("told", operation.op, { op: operation.op, status: "ok", code: "", fields: {}, told: { tracking } });
  await answered(operation.op);
  return formatTracking(tracking);
}

/** @returns {Promise<any>} what the ward has answered to this operation, or null while it waits */
export async function delivered(op) {
  const results = await deliver();
  return results?.find((result) => result.op === op) ?? (await read("told", op))?.value ?? null;
}
