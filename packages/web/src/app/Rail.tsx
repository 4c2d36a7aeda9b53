import { GlobalOutlined, LogoutOutlined, MoonOutlined, SettingOutlined, SunOutlined } from '@ant-design/icons';
import type { Locale } from '@countinghouse/protocol';
import { Dropdown, type MenuProps } from 'antd';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { Avatar } from '../shared/Avatar.tsx';
import { useTexts } from '../shared/locale.tsx';
import { paths } from '../shared/paths.ts';
import type { NavigationItem } from './navigation-items.tsx';
import styles from './Rail.module.css';
import { appTexts } from './texts.ts';

interface RailProps {
  items: readonly NavigationItem[];
  /** Numbers on items; what is zero is not drawn. */
  counts: Partial<Record<NavigationItem['id'], number>>;
  name: string;
  locale: Locale;
  isDark: boolean;
  onLocale(locale: Locale): void;
  onTheme(theme: 'light' | 'dark'): void;
  onSignOut(): void;
}

/** The dark rail at the left; on a phone the bar at the bottom. */
export function Rail(props: RailProps) {
  const texts = useTexts(appTexts);
  return (
    <nav className={styles.rail} aria-label={texts.navigation}>
      <span className={styles.logo} aria-hidden="true">
        账
      </span>
      {props.items.map((item) => (
        <Item key={item.id} item={item} count={props.counts[item.id] ?? 0} />
      ))}
      <span className={styles.space} />
      <AccountMenu {...props} />
      <NavLink
        to={paths.me}
        className={({ isActive }) => `${styles.item} ${styles.phoneMe} ${isActive ? styles.on : ''}`}
      >
        <Avatar name={props.name} kind="rail" size={22} />
        {texts.me}
      </NavLink>
    </nav>
  );
}

function Item({ item, count }: { item: NavigationItem; count: number }) {
  const texts = useTexts(appTexts);
  const { pathname } = useLocation();
  const isOn =
    item.id === 'messages' ? pathname === paths.home || pathname.startsWith('/c/') : pathname.startsWith(item.to);
  return (
    <NavLink
      to={item.to}
      className={`${styles.item} ${isOn ? styles.on : ''} ${item.id === 'admin' ? styles.admin : ''}`}
      aria-current={isOn ? 'page' : undefined}
    >
      <span className={styles.icon} aria-hidden="true">
        {item.icon}
      </span>
      {texts[item.id]}
      {count > 0 && (
        <span className={styles.count}>
          <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
          <span className="visually-hidden">{item.id === 'messages' ? texts.unread(count) : texts.waiting(count)}</span>
        </span>
      )}
    </NavLink>
  );
}

function AccountMenu({ name, locale, isDark, onLocale, onTheme, onSignOut }: RailProps) {
  const texts = useTexts(appTexts);
  const navigate = useNavigate();
  const items: MenuProps['items'] = [
    { key: 'name', label: name, disabled: true },
    { type: 'divider' },
    {
      key: 'me',
      icon: <SettingOutlined aria-hidden="true" />,
      label: texts.settings,
      onClick: () => void navigate(paths.me),
    },
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
  return (
    <Dropdown trigger={['click']} placement="topLeft" menu={{ items }}>
      <button type="button" className={styles.account} aria-label={texts.account(name)}>
        <Avatar name={name} kind="rail" />
      </button>
    </Dropdown>
  );
}
