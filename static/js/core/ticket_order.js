/** Who is next in a queue. Twin: app/rules/ticket_order.py, which says what a ticket and a counter are. */

const inOrder = (tickets) =>
  [...tickets].sort((a, b) => a.order_at - b.order_at || (a.number < b.number ? -1 : a.number > b.number ? 1 : 0));

/** Whether this counter serves this ticket. */
export function takes(counter, ticket) {
  if (ticket.to_counter) return ticket.to_counter === counter.name;
  return !counter.services.length || counter.services.includes(ticket.service);
}

/** The waiting tickets in the order in which they will be called. */
export function fairOrder(waiting, ordinaryBefore, every) {
  const queue = inOrder(waiting);
  if (every < 1) return queue;
  const first = queue.filter((ticket) => ticket.priority);
  const others = queue.filter((ticket) => !ticket.priority);
  const order = [];
  let since = ordinaryBefore;
  while (first.length && others.length) {
    const priority = since >= every - 1;
    order.push((priority ? first : others).shift());
    since = priority ? 0 : since + 1;
  }
  return [...order, ...first, ...others];
}

/** @param {boolean[]} called the day's calls, latest first, each whether it had priority */
export function ordinaryBefore(called) {
  const at = called.indexOf(true);
  return at < 0 ? called.length : at;
}

/** The ticket that this counter calls next, or null. */
export function nextUp(waiting, counter, before, every) {
  return fairOrder(waiting.filter((ticket) => takes(counter, ticket)), before, every)[0] ?? null;
}

/** How many will be called before this ticket by the counters that may call it. */
export function peopleAhead(waiting, id, counters, before, every) {
  const mine = waiting.find((ticket) => ticket.id === id);
  if (!mine) return 0;
  const serving = counters.filter((counter) => takes(counter, mine));
  const rivals = waiting.filter((each) => !serving.length || serving.some((counter) => takes(counter, each)));
  return Math.max(0, fairOrder(rivals, before, every).findIndex((each) => each.id === id));
}
