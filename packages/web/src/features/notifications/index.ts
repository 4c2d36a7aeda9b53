export { NotificationCenter } from './NotificationCenter.tsx';
export { NotificationsPanel } from './NotificationsPanel.tsx';
