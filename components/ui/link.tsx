'use client';
import { type ComponentProps, type ComponentType, createContext, type ReactNode, use } from 'react';

export type LinkProps = ComponentProps<'a'> & { href: string; prefetch?: boolean; replace?: boolean; scroll?: boolean };

/** What the kit needs from the router; the app provides it, so that no component knows the framework. */
export interface Navigation {
  Link: ComponentType<LinkProps>;
  pathname: string;
  push: (href: string) => void;
  replace: (href: string) => void;
  refresh: () => void;
}

const NavigationContext = createContext<Navigation | null>(null);

/** Gives the kit its router. Mounted once, in `app/providers.tsx`. */
export function NavigationProvider({ value, children }: { value: Navigation; children: ReactNode }) {
  return <NavigationContext value={value}>{children}</NavigationContext>;
}

/** The router: `{ pathname, push, replace, refresh }`. */
export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (!navigation) throw new Error('NavigationProvider is missing above this component.');
  return navigation;
}

/** An in-app link (client navigation). Unstyled; use `<Button asChild>` or `textLink` for a look. */
export function Link(props: LinkProps) {
  const { Link: RouterLink } = useNavigation();
  return <RouterLink {...props} />;
}

/** Classes of a link inside running text. */
export const textLink =
  'text-primary underline decoration-primary/40 underline-offset-2 hover:decoration-primary rounded-sm';
