import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** What every part drawn with Ant Design needs; it comes with the first of them. */
export const loadScope = () => import('./AntScope.tsx').then((module) => module.AntScope);

/** A part with a script of its own, drawn with Ant Design. */
export function lazyInScope<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [AntScope, Content] = await Promise.all([loadScope(), load()]);
    return {
      default: (props: Props) => (
        <AntScope>
          <Content {...props} />
        </AntScope>
      ),
    };
  });
}
