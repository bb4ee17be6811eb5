'use client';
import { Bug, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cn } from '../ui/cn.ts';
import { Link, useNavigation } from '../ui/link.tsx';
import { NumberFormat } from '../ui/number-format.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { isActive, type NavItem, type NavSections } from './nav-items.ts';

export interface RailProps {
  sections: NavSections;
  /** Company switcher or the company's name, at the top. */
  company: ReactNode;
  /** Icons only. */
  narrow?: boolean;
  onNavigate?: () => void;
}

/** The left rail's content: apps, and at the foot Settings and (developer mode) Technical. */
export function Rail({ sections, company, narrow, onNavigate }: RailProps) {
  return (
    <div className="flex h-full flex-col">
      <div className={cn('flex h-13 shrink-0 items-center', narrow ? 'justify-center' : 'px-3')}>{company}</div>
      <nav
        aria-label="Main"
        className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-2 pt-1 pb-3 [scrollbar-width:thin]"
      >
        <RailList items={sections.apps} narrow={narrow} onNavigate={onNavigate} />
        <div className="mt-auto flex flex-col gap-0.5">
          <RailList items={sections.settings} narrow={narrow} onNavigate={onNavigate} />
          {sections.technical?.length ? (
            <Technical items={sections.technical} narrow={narrow} onNavigate={onNavigate} />
          ) : null}
        </div>
      </nav>
    </div>
  );
}

interface RailListProps {
  items: readonly NavItem[];
  narrow?: boolean;
  onNavigate?: () => void;
}

function RailList({ items, narrow, onNavigate }: RailListProps) {
  const { pathname } = useNavigation();
  return (
    <ul className="flex flex-col gap-0.5">
      {items.map((item) => {
        const childActive = item.children?.some((child) => isActive(child, pathname)) ?? false;
        const active = isActive(item, pathname);
        return (
          <li key={item.href}>
            <RailLink item={item} active={active && !childActive} narrow={narrow} onNavigate={onNavigate} />
            {!narrow && item.children && (active || childActive) ? (
              <ul className="mt-0.5 ml-4.5 flex flex-col gap-0.5 border-l pl-2">
                {item.children.map((child) => (
                  <li key={child.href}>
                    <RailLink item={child} active={isActive(child, pathname)} onNavigate={onNavigate} />
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

interface RailLinkProps {
  item: Omit<NavItem, 'icon'> & { icon?: NavItem['icon'] };
  active: boolean;
  narrow?: boolean;
  onNavigate?: () => void;
}

function RailLink({ item, active, narrow, onNavigate }: RailLinkProps) {
  const Icon = item.icon;
  const link = (
    <Link
      href={item.href}
      onClick={onNavigate}
      aria-current={active ? 'page' : undefined}
      className={cn(
        'group relative flex h-8 items-center gap-2.5 rounded-md px-2 text-muted-foreground text-sm transition-colors hover:bg-accent hover:text-foreground aria-[current=page]:bg-accent aria-[current=page]:font-medium aria-[current=page]:text-foreground pointer-coarse:h-10',
        narrow && 'justify-center px-0',
      )}
    >
      {Icon ? <Icon aria-hidden className="size-4 shrink-0 group-aria-[current=page]:text-primary" /> : null}
      <span className={cn('min-w-0 flex-1 truncate', narrow && 'sr-only')}>{item.label}</span>
      {item.count ? <Count value={item.count} narrow={narrow} /> : null}
    </Link>
  );
  return narrow ? (
    <Tooltip content={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

function Count({ value, narrow }: { value: number; narrow?: boolean }) {
  if (narrow) return <span className="absolute top-1 right-1.5 size-2 rounded-full bg-primary" />;
  return (
    <NumberFormat
      value={value}
      className="rounded-md bg-primary-soft px-1.5 font-medium text-primary text-xs leading-5"
    />
  );
}

function Technical({ items, narrow, onNavigate }: RailListProps) {
  const [open, setOpen] = useState(true);
  if (narrow) return <RailList items={items} narrow onNavigate={onNavigate} />;
  return (
    <div className="mt-1">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-muted-foreground text-sm transition-colors hover:bg-accent hover:text-foreground"
      >
        <Bug aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left">Technical</span>
        <ChevronRight aria-hidden className={cn('size-3.5 transition-transform', open && 'rotate-90')} />
      </button>
      {open ? (
        <div className="mt-0.5">
          <RailList items={items} onNavigate={onNavigate} />
        </div>
      ) : null}
    </div>
  );
}
