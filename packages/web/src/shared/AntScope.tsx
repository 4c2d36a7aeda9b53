import { App as AntApp, theme as antTheme, ConfigProvider, type ThemeConfig } from 'antd';
import type { Locale } from 'antd/es/locale/index.js';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import { createContext, type ReactNode, useContext } from 'react';
import { useLocale } from './locale.tsx';
import { useTheme } from './theme.tsx';
import { useMedia } from './use-media.ts';

const IsWithin = createContext(false);

/**
 * Ant Design with our tokens and words, around what uses it. It stands around the parts and not around the page, so
 * that the first screen does without it; within another one it does nothing.
 */
export function AntScope({ children }: { children: ReactNode }) {
  const isWithin = useContext(IsWithin);
  return isWithin ? children : <Configured>{children}</Configured>;
}

function Configured({ children }: { children: ReactNode }) {
  const { isDark } = useTheme();
  const { locale } = useLocale();
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  return (
    <IsWithin value={true}>
      <ConfigProvider
        theme={themes[isDark ? 'dark' : 'light'][isStill ? 'still' : 'moving']}
        locale={locale === 'en' ? antLocales.en : antLocales.zh}
        button={buttons}
      >
        <AntApp component={false}>{children}</AntApp>
      </ConfigProvider>
    </IsWithin>
  );
}

const buttons = { autoInsertSpace: false };

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
    colorTextPlaceholder: '#67746f',
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

const withMotion = (base: ThemeConfig) => ({
  moving: { ...base, token: { ...base.token, motion: true } },
  still: { ...base, token: { ...base.token, motion: false } },
});
/** The same objects everywhere, so that what is computed from them is computed once. */
const themes = { light: withMotion(lightTheme), dark: withMotion(darkTheme) };
