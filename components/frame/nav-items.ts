import type { LucideIcon } from 'lucide-react';

/** One entry of the left rail. */
export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** A number in a pill: unread messages. 0 and undefined show nothing. */
  count?: number;
  /** Active only on exactly this address (default: below it, too). */
  exact?: boolean;
  /** Entries indented below, shown while this one or one of them is active. */
  children?: readonly Omit<NavItem, 'children' | 'icon'>[];
}

/** The whole rail: apps above, Settings at the foot, the Technical group only in developer mode. */
export interface NavSections {
  apps: readonly NavItem[];
  settings: readonly NavItem[];
  technical?: readonly NavItem[];
}

/** Whether an entry is where we are. */
export function isActive(item: { href: string; exact?: boolean }, pathname: string): boolean {
  if (item.exact) return pathname === item.href;
  return pathname === item.href || pathname.startsWith(`${item.href}/`);
}
