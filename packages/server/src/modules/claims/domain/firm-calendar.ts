/** Books are kept in the time of the firm's seat, whatever zone the server runs in. */
const firmTimeZone = 'Asia/Shanghai';

const dateFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: firmTimeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** `2026-11-22` */
export const firmDate = (instant: Date): string => dateFormat.format(instant);
/** `2026-11` */
export const firmMonth = (instant: Date): string => firmDate(instant).slice(0, 7);
