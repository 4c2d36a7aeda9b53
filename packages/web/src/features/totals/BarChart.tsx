import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../../shared/theme.tsx';
import type { Bar, BarChartInput } from './bar-chart.ts';
import styles from './Totals.module.css';

interface BarChartProps {
  label: string;
  bars: readonly Bar[];
  direction: BarChartInput['direction'];
  shorten: BarChartInput['shorten'];
}

/** The drawing library comes when the first chart is shown. A table beside the chart holds the same data. */
export function BarChart({ label, bars, direction, shorten }: BarChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const { isDark } = useTheme();
  const [isFailed, setIsFailed] = useState(false);
  const content = JSON.stringify(bars);
  // biome-ignore lint/correctness/useExhaustiveDependencies: content stands for the bars, the theme for the colours.
  useEffect(() => {
    let stop: (() => void) | null = null;
    let isGone = false;
    const draw = async () => {
      const { drawBars } = await import('./bar-chart.ts');
      if (!isGone && element.current) stop = drawBars(element.current, { bars, direction, shorten }).stop;
    };
    draw().catch(() => !isGone && setIsFailed(true));
    return () => {
      isGone = true;
      stop?.();
    };
  }, [content, direction, isDark]);
  if (isFailed) return null;
  const height = direction === 'rows' ? Math.max(110, bars.length * 34 + 36) : undefined;
  return <div ref={element} className={styles.chart} style={{ height }} role="img" aria-label={label} />;
}
