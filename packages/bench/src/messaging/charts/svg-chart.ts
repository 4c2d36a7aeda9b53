const width = 640;
const height = 320;
const margin = { left: 72, right: 24, top: 44, bottom: 52 };
const plotWidth = width - margin.left - margin.right;
const plotHeight = height - margin.top - margin.bottom;
const colors = ['#2f5d50', '#b0793a', '#4a6fa5', '#8c3b3b'];
const ink = '#22302c';
const quiet = '#c9d0cc';
const paper = '#fbfaf6';
const tickCount = 4;

export interface ChartFrame {
  title: string;
  /** With the unit. */
  yLabel: string;
  xLabel?: string;
}

export interface Series {
  name: string;
  points: readonly { x: number; y: number }[];
}

/** One bar per value, each with its name below and its figure above. */
export function barChart(frame: ChartFrame, bars: readonly { name: string; value: number; color?: number }[]): string {
  const top = niceTop(Math.max(...bars.map((bar) => bar.value), 0));
  const slot = plotWidth / bars.length;
  const drawn = bars.map(({ name, value, color = 0 }, at) => {
    const barHeight = (value / top) * plotHeight;
    const middle = margin.left + slot * (at + 0.5);
    const barWidth = Math.min(72, slot * 0.6);
    const y = margin.top + plotHeight - barHeight;
    return [
      `<rect x="${fixed(middle - barWidth / 2)}" y="${fixed(y)}" width="${fixed(barWidth)}" height="${fixed(barHeight)}" fill="${colors[color % colors.length]}"/>`,
      text({ x: middle, y: y - 6, content: figure(value), anchor: 'middle', weight: 600 }),
      text({ x: middle, y: margin.top + plotHeight + 18, content: name, anchor: 'middle' }),
    ].join('');
  });
  return picture(frame, [grid(top), ...drawn]);
}

/** Lines over a logarithmic x axis; points at x = 0 stand at its left end. */
export function lineChart(frame: ChartFrame, series: readonly Series[]): string {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((left, right) => left - right);
  const top = niceTop(Math.max(...series.flatMap(({ points }) => points.map(({ y }) => y)), 0));
  const scaled = xs.map((x) => Math.log10(Math.max(x, (xs.find((other) => other > 0) ?? 1) / 10)));
  const [from = 0, to = 1] = [scaled[0], scaled.at(-1)];
  const xOf = (x: number) => margin.left + (((scaled[xs.indexOf(x)] ?? from) - from) / (to - from || 1)) * plotWidth;
  const yOf = (y: number) => margin.top + plotHeight * (1 - y / top);
  const ticks = xs.map((x) =>
    text({ x: xOf(x), y: margin.top + plotHeight + 18, content: figure(x), anchor: 'middle' }),
  );
  const lines = series.map(({ name, points }, at) => {
    const color = colors[at % colors.length];
    const path = points.map(({ x, y }) => `${fixed(xOf(x))},${fixed(yOf(y))}`).join(' ');
    const dots = points.map(
      ({ x, y }) =>
        `<circle cx="${fixed(xOf(x))}" cy="${fixed(yOf(y))}" r="3.5" fill="${color}"><title>${escaped(`${name}, ${figure(x)}: ${figure(y)}`)}</title></circle>`,
    );
    const legendX = margin.left + 12 + at * 190;
    const legend = `<rect x="${legendX}" y="${margin.top - 12}" width="12" height="3" fill="${color}"/>${text({ x: legendX + 18, y: margin.top - 7, content: name })}`;
    return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join('')}${legend}`;
  });
  return picture(frame, [grid(top), ...ticks, ...lines]);
}

function picture({ title, yLabel, xLabel }: ChartFrame, content: readonly string[]): string {
  const middleY = margin.top + plotHeight / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="${ink}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    text({ x: margin.left, y: 20, content: title, weight: 600 }),
    `<text transform="translate(16 ${middleY}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`,
    ...(xLabel === undefined
      ? []
      : [text({ x: margin.left + plotWidth / 2, y: height - 12, content: xLabel, anchor: 'middle' })]),
    ...content,
    '</svg>',
    '',
  ].join('\n');
}

function grid(top: number): string {
  const lines = Array.from({ length: tickCount + 1 }, (_, at) => {
    const y = margin.top + plotHeight * (1 - at / tickCount);
    return `<line x1="${margin.left}" x2="${width - margin.right}" y1="${fixed(y)}" y2="${fixed(y)}" stroke="${quiet}"/>${text({ x: margin.left - 8, y: y + 4, content: figure((top * at) / tickCount), anchor: 'end' })}`;
  });
  return lines.join('');
}

function text(input: { x: number; y: number; content: string; anchor?: 'middle' | 'end'; weight?: number }): string {
  const { x, y, content, anchor, weight } = input;
  const more = `${anchor === undefined ? '' : ` text-anchor="${anchor}"`}${weight === undefined ? '' : ` font-weight="${weight}"`}`;
  return `<text x="${fixed(x)}" y="${fixed(y)}"${more}>${escaped(content)}</text>`;
}

/** The least of 1, 2, 4, 5 and 8 times a power of ten that is not smaller. */
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

function figure(value: number): string {
  const short = (divided: number, unit: string) => `${Number(divided.toPrecision(3))}${unit}`;
  if (value >= 1e6) return short(value / 1e6, ' M');
  if (value >= 10_000) return short(value / 1000, ' k');
  return String(Number(value.toPrecision(4)));
}

const fixed = (value: number): string => String(Math.round(value * 10) / 10);
const escaped = (content: string): string =>
  content.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
