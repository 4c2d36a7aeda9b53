import { App as AntApp, theme as antTheme, ConfigProvider, type ThemeConfig } from 'antd';
import type { Locale } from 'antd/es/locale/index.js';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useLocale } from './locale.tsx';
import './theme.css';
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

/** Colours, type and Ant Design's tokens, light or dark, as the system or the person prefers. */
export function ThemeProvider({ children, initial }: { children: ReactNode; initial?: ThemeMode }) {
  const [mode, setMode] = useState<ThemeMode>(() => initial ?? storedMode());
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const isDark = mode === 'system' ? systemIsDark : mode === 'dark';
  const { locale } = useLocale();
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  }, [isDark]);
  useEffect(() => {
    if (!initial) localStorage.setItem(storageKey, mode);
  }, [mode, initial]);
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const theme = useMemo(() => {
    const base = isDark ? darkTheme : lightTheme;
    return { ...base, token: { ...base.token, motion: !isStill } };
  }, [isDark, isStill]);
  const value = useMemo(() => ({ mode, isDark, setMode }), [mode, isDark]);
  return (
    <ThemeContext value={value}>
      <ConfigProvider
        theme={theme}
        locale={locale === 'en' ? antLocales.en : antLocales.zh}
        button={{ autoInsertSpace: false }}
      >
        <AntApp component={false}>{children}</AntApp>
      </ConfigProvider>
    </ThemeContext>
  );
}

export function useTheme(): ThemeContextValue {
  return useContext(ThemeContext);
}

/** The locale files are CommonJS: bundler and compiler disagree on whether a default import unwraps them. */
function unwrapDefault<T extends object>(module: T | { default: T }): T {
  return 'default' in module ? module.default : module;
}
const antLocales = { zh: unwrapDefault<Locale>(zhCN), en: unwrapDefault<Locale>(enUS) };

const shape: ThemeConfig['token'] = {
  fontFamily: 'var(--font)',
  fontSize: 14,
  borderRadius: 7,
  borderRadiusLG: 10,
  borderRadiusSM: 5,
  controlHeight: 32,
  wireframe: false,
};

const quietButton = {
  primaryShadow: 'none',
  defaultShadow: 'none',
  dangerShadow: 'none',
  contentFontSize: 13,
  contentFontSizeSM: 13,
};

const lightTheme: ThemeConfig = {
  token: {
    ...shape,
    colorPrimary: '#1f5d53',
    colorPrimaryBg: '#e6f0ed',
    colorPrimaryBgHover: '#d8e8e3',
    colorPrimaryBorder: '#b9d5cd',
    colorInfo: '#1f5d53',
    colorLink: '#1f5d53',
    colorSuccess: '#276b43',
    colorWarning: '#a9791c',
    colorError: '#b8402f',
    colorText: '#16211f',
    colorTextSecondary: '#4a5955',
    colorTextTertiary: '#63716c',
    colorTextPlaceholder: '#6f7d78',
    colorBorder: '#d9d5ca',
    colorBorderSecondary: '#e7e4dc',
    colorBgLayout: '#fbfaf7',
    colorBgContainer: '#ffffff',
  },
  components: {
    Table: { headerBg: '#faf9f5', headerColor: '#4a5955', rowHoverBg: '#f7f5ef', borderColor: '#f1efe8' },
    Button: { ...quietButton },
    Skeleton: { gradientFromColor: '#efece4', gradientToColor: '#e6e2d7' },
  },
};

const darkTheme: ThemeConfig = {
  algorithm: antTheme.darkAlgorithm,
  token: {
    ...shape,
    // The dark algorithm darkens it: what is drawn still stands out from the ink on it.
    colorPrimary: '#5bb3a2',
    colorPrimaryBg: '#1c322d',
    colorPrimaryBgHover: '#223d37',
    colorPrimaryBorder: '#2f564d',
    colorInfo: '#3f9383',
    colorLink: '#6fbfae',
    colorSuccess: '#5fb180',
    colorWarning: '#d3a548',
    colorError: '#dd6b58',
    colorText: '#e7ece9',
    colorTextSecondary: '#b0bcb7',
    colorTextTertiary: '#8d9b96',
    colorTextPlaceholder: '#84928d',
    colorBorder: '#37433f',
    colorBorderSecondary: '#29332f',
    colorBgLayout: '#111715',
    colorBgContainer: '#171e1c',
    colorBgElevated: '#1d2624',
  },
  components: {
    Table: { headerBg: '#131a18', headerColor: '#b0bcb7', rowHoverBg: '#1b2321', borderColor: '#222b28' },
    Skeleton: { gradientFromColor: '#1f2826', gradientToColor: '#27322f' },
    Button: { ...quietButton, primaryColor: '#071512' },
  },
};
