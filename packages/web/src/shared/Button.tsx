import type { ComponentPropsWithRef, ReactNode } from 'react';
import styles from './Button.module.css';

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'type'> {
  /** `bare`: with the look of its class name only. */
  type?: 'default' | 'primary' | 'text' | 'bare';
  size?: 'middle' | 'small';
  icon?: ReactNode;
}

/** Looks as the library's button does, without its cost: for what is drawn first and what is drawn often. */
export function Button({ type = 'default', size = 'middle', icon, className = '', children, ...rest }: ButtonProps) {
  const hasWords = children !== undefined && children !== null && children !== false;
  const own = [styles.button, styles[type], styles[size], hasWords ? '' : styles.alone];
  const look = [...(type === 'bare' ? [] : own), className];
  return (
    <button type="button" {...rest} className={look.filter(Boolean).join(' ')}>
      {icon !== undefined && <span className={styles.icon}>{icon}</span>}
      {children}
    </button>
  );
}
