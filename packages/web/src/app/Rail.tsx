import { NavLink, useLocation } from 'react-router';
import { AnchoredButton } from '../shared/AnchoredButton.tsx';
import { Avatar } from '../shared/Avatar.tsx';
import { lazyInScope } from '../shared/lazy-in-scope.tsx';
import { useTexts } from '../shared/locale.tsx';
import { paths } from '../shared/paths.ts';
import type { AccountMenuProps } from './AccountMenu.tsx';
import type { NavigationItem } from './navigation-items.tsx';
import styles from './Rail.module.css';
import { appTexts } from './texts.ts';

const AccountMenu = lazyInScope(() => import('./AccountMenu.tsx').then((m) => m.AccountMenu));

interface RailProps extends AccountMenuProps {
  items: readonly NavigationItem[];
  /** Numbers on items; what is zero is not drawn. */
  counts: Partial<Record<NavigationItem['id'], number>>;
}

/** The dark rail at the left; on a phone the bar at the bottom. */
export function Rail({ items, counts, ...account }: RailProps) {
  const texts = useTexts(appTexts);
  return (
    <nav className={styles.rail} aria-label={texts.navigation}>
      <span className={styles.logo} aria-hidden="true">
        账
      </span>
      {items.map((item) => (
        <Item key={item.id} item={item} count={counts[item.id] ?? 0} />
      ))}
      <span className={styles.space} />
      <AnchoredButton
        type="bare"
        className={styles.account}
        aria-label={texts.account(account.name)}
        renderMenu={(anchored) => <AccountMenu {...account} anchored={anchored} />}
      >
        <Avatar name={account.name} kind="rail" />
      </AnchoredButton>
      <NavLink
        to={paths.me}
        className={({ isActive }) => `${styles.item} ${styles.phoneMe} ${isActive ? styles.on : ''}`}
      >
        <Avatar name={account.name} kind="rail" size={22} />
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
      className={`${styles.item} ${isOn ? styles.on : ''}`}
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
