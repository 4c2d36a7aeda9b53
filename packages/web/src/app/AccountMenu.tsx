import {
  BellOutlined,
  BookOutlined,
  ClockCircleOutlined,
  GlobalOutlined,
  LogoutOutlined,
  MoonOutlined,
  SettingOutlined,
  SunOutlined,
} from '@ant-design/icons';
import type { Locale } from '@countinghouse/protocol';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useQuietItem } from '../features/notifications/use-quiet-item.ts';
import type { Anchored } from '../shared/AnchoredButton.tsx';
import { AnchoredMenu, type MenuItems } from '../shared/AnchoredMenu.tsx';
import { useTexts } from '../shared/locale.tsx';
import { paths } from '../shared/paths.ts';
import { appTexts } from './texts.ts';

export interface AccountMenuProps {
  name: string;
  locale: Locale;
  isDark: boolean;
  onLocale(locale: Locale): void;
  onTheme(theme: 'light' | 'dark'): void;
  onSignOut(): void;
}

/** What opens at the own picture. */
export function AccountMenu({
  anchored,
  name,
  locale,
  isDark,
  onLocale,
  onTheme,
  onSignOut,
}: AccountMenuProps & { anchored: Anchored }) {
  const texts = useTexts(appTexts);
  const navigate = useNavigate();
  const quiet = useQuietItem(<BellOutlined aria-hidden="true" />);
  const leadTo = (key: 'bookmarks' | 'scheduled' | 'settings', icon: ReactNode, path: string) => ({
    key,
    icon,
    label: texts[key],
    onClick: () => void navigate(path),
  });
  const items: MenuItems = [
    { key: 'name', label: name, disabled: true },
    { type: 'divider' },
    quiet,
    leadTo('bookmarks', <BookOutlined aria-hidden="true" />, paths.bookmarks),
    leadTo('scheduled', <ClockCircleOutlined aria-hidden="true" />, paths.scheduled),
    { type: 'divider' },
    leadTo('settings', <SettingOutlined aria-hidden="true" />, paths.me),
    {
      key: 'language',
      icon: <GlobalOutlined aria-hidden="true" />,
      label: texts.language,
      onClick: () => onLocale(locale === 'en' ? 'zh-CN' : 'en'),
    },
    {
      key: 'theme',
      icon: isDark ? <SunOutlined aria-hidden="true" /> : <MoonOutlined aria-hidden="true" />,
      label: isDark ? texts.themeLight : texts.themeDark,
      onClick: () => onTheme(isDark ? 'light' : 'dark'),
    },
    { type: 'divider' },
    { key: 'out', icon: <LogoutOutlined aria-hidden="true" />, label: texts.signOut, onClick: onSignOut },
  ];
  return <AnchoredMenu {...anchored} items={items} placement="topLeft" />;
}
