import { Dropdown, type MenuProps } from 'antd';
import type { PanelAnchor } from './FloatingPanel.tsx';

export type MenuPlacement = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';
export type MenuItems = NonNullable<MenuProps['items']>;

export interface AnchoredMenuProps {
  /** Where it stands; nothing is shown without. */
  anchor: PanelAnchor | null;
  items: MenuItems;
  placement?: MenuPlacement;
  /** The entry that is the present choice, where the entries are choices. */
  chosenKey?: string;
  /** The first entry takes the focus. */
  takesFocus?: boolean;
  onClose(): void;
}

/** A menu at a place of the page. It stands beside what opens it, which is drawn without it. */
export function AnchoredMenu({ anchor, items, placement, chosenKey, takesFocus = false, onClose }: AnchoredMenuProps) {
  const { left = 0, top = 0, right = left, bottom = top } = anchor ?? {};
  // Beside what has no size the library shows nothing.
  const width = Math.max(1, right - left);
  const height = Math.max(1, bottom - top);
  return (
    <Dropdown
      open={anchor !== null}
      trigger={['click']}
      placement={placement}
      autoFocus={takesFocus}
      menu={{ items, onClick: onClose, ...(chosenKey && { selectable: true, selectedKeys: [chosenKey] }) }}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <span aria-hidden="true" style={{ position: 'fixed', left, top, width, height, pointerEvents: 'none' }} />
    </Dropdown>
  );
}
