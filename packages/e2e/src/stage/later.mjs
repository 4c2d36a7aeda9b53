// Loaded into the server before its own code. Nobody waits in a test for mails that come after a quarter of an hour: with
// LATER_MS the server's clock is ahead by so much, and what it does every minute it does twice a second.

const laterMs = Number(process.env.LATER_MS || 0);
const minuteMs = 60_000;
const soonMs = 500;

if (laterMs > 0) {
  const now = () => TrueDate.now() + laterMs;
  const TrueDate = Date;
  globalThis.Date = new Proxy(TrueDate, {
    construct: (_date, given) => (given.length === 0 ? new TrueDate(now()) : new TrueDate(...given)),
    get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
  });
  const { setInterval } = globalThis;
  globalThis.setInterval = (work, ms, ...given) => setInterval(work, ms === minuteMs ? soonMs : ms, ...given);
}
