import { AnchoredButton } from './AnchoredButton.tsx';
import type { MenuItems, MenuPlacement } from './AnchoredMenu.tsx';
import type { ButtonProps } from './Button.tsx';
import { lazyInScope } from './lazy-in-scope.tsx';

const AnchoredMenu = lazyInScope(() => import('./AnchoredMenu.tsx').then((m) => m.AnchoredMenu));

interface MenuButtonProps extends ButtonProps {
  items: MenuItems;
  placement?: MenuPlacement;
  chosenKey?: string;
}

/** A button with a menu. */
export function MenuButton({ items, placement, chosenKey, ...rest }: MenuButtonProps) {
  return (
    <AnchoredButton
      {...rest}
      renderMenu={(anchored) => (
        <AnchoredMenu {...anchored} items={items} placement={placement} chosenKey={chosenKey} />
      )}
    />
  );
}
