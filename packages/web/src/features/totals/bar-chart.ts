import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

export interface Bar {
  label: string;
  amountMinor: number;
  /** What the tooltip says. */
  amountText: string;
}

export interface BarChartInput {
  bars: readonly Bar[];
  /** `columns` for time, `rows` for names, which are long. */
  direction: 'columns' | 'rows';
  /** For axis figures: 5300000 → 5.3万. */
  shorten(amountMinor: number): string;
}

/** Draws into an element and answers how to draw again and how to stop. Colours are those of the theme. */
export function drawBars(element: HTMLElement, input: BarChartInput): { stop(): void } {
  const chart = init(element, null, { renderer: 'svg' });
  chart.setOption(optionFor(input, element));
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(element);
  return {
    stop() {
      observer.disconnect();
      chart.dispose();
    },
  };
}

function optionFor(input: BarChartInput, element: HTMLElement): Parameters<EChartsType['setOption']>[0] {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const font = { fontFamily: style.fontFamily, fontSize: 12 };
  const isColumns = input.direction === 'columns';
  const names = {
    type: 'category' as const,
    data: input.bars.map((bar) => bar.label),
    inverse: !isColumns,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: color('--line-strong') } },
    axisLabel: { ...font, color: color('--ink-2'), width: 110, overflow: 'truncate' as const },
  };
  const figures = {
    type: 'value' as const,
    splitNumber: 3,
    splitLine: { lineStyle: { color: color('--line-soft') } },
    axisLabel: { ...font, color: color('--ink-3'), formatter: (value: number) => input.shorten(value) },
  };
  return {
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 350,
    grid: { left: 4, right: 12, top: 10, bottom: 2, containLabel: true },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: color('--pine'), opacity: 0.06 } },
      backgroundColor: color('--raised'),
      borderColor: color('--line'),
      textStyle: { ...font, color: color('--ink') },
      renderMode: 'richText',
      formatter: (points: unknown) => tooltipText(points, input.bars),
    },
    xAxis: isColumns ? names : figures,
    yAxis: isColumns ? figures : names,
    series: [
      {
        type: 'bar',
        data: input.bars.map((bar) => bar.amountMinor),
        barMaxWidth: isColumns ? 34 : 16,
        itemStyle: { color: color('--pine'), borderRadius: isColumns ? [3, 3, 0, 0] : [0, 3, 3, 0] },
      },
    ],
  };
}

function tooltipText(points: unknown, bars: readonly Bar[]): string {
  const [point] = Array.isArray(points) ? points : [points];
  const position = typeof point === 'object' && point !== null && 'dataIndex' in point ? point.dataIndex : undefined;
  const bar = typeof position === 'number' ? bars[position] : undefined;
  return bar ? `${bar.label}\n${bar.amountText}` : '';
}
