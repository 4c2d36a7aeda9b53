import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import './theme.css';
import { Toasts } from './toasts.tsx';
import { useMedia } from './use-media.ts';

export type ThemeMode = 'system' | 'light' | 'dark';

interface ThemeContextValue {
  mode: ThemeMode;
  isDark: boolean;
  setMode(mode: ThemeMode): void;
}

const ThemeContext = createContext<ThemeContextValue>({ mode: 'system', isDark: false, setMode: () => {} });
const storageKey = 'countinghouse.theme';

function storedMode(): ThemeMode {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Colours and type, light or dark, as the system or the person prefers. */
export function ThemeProvider({ children, initial }: { children: ReactNode; initial?: ThemeMode }) {
  const [mode, setMode] = useState<ThemeMode>(() => initial ?? storedMode());
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const isDark = mode === 'system' ? systemIsDark : mode === 'dark';
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  }, [isDark]);
  useEffect(() => {
    if (!initial) localStorage.setItem(storageKey, mode);
  }, [mode, initial]);
  const value = useMemo(() => ({ mode, isDark, setMode }), [mode, isDark]);
  return (
    <ThemeContext value={value}>
      {children}
      <Toasts />
    </ThemeContext>
  );
}

export function useTheme(): ThemeContextValue {
  return useContext(ThemeContext);
}
