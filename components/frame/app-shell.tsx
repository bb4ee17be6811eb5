'use client';
import { PanelLeft } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Sheet, SheetContent } from '../ui/sheet.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { Breadcrumbs, type Crumb, CrumbsProvider } from './breadcrumbs.tsx';
import type { NavSections } from './nav-items.ts';
import { Rail } from './rail.tsx';
import { useStoredFlag } from './stored-flag.ts';

export interface AppShellProps {
  sections: NavSections;
  /** Company switcher (or name) at the head of the rail; `narrow` asks for the icon only. */
  company: (narrow: boolean) => ReactNode;
  /** The `<CommandPalette>`: draws its own search button. */
  search?: ReactNode;
  /** Red envelope with count, `<FailuresBadge>`. */
  failures?: ReactNode;
  /** `<AlertsBell>`. */
  alerts?: ReactNode;
  /** `<UserMenu>`. */
  userMenu: ReactNode;
  /** `<Banner>`s under the top bar: capture mode, tripped limit. */
  banners?: ReactNode;
  /** Crumbs when the page gives none (`PageHeader` gives them). */
  crumbs?: readonly Crumb[];
  children: ReactNode;
}

/** The frame of the console: rail (240 px, icons, or a drawer on phones), top bar, banners and the page. */
export function AppShell(props: AppShellProps) {
  const [narrow, setNarrow] = useStoredFlag('rail-narrow', false);
  const [drawer, setDrawer] = useState(false);
  return (
    <CrumbsProvider initial={props.crumbs}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-primary px-3 py-1.5 text-primary-foreground text-sm focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <aside
          className={cn(
            'sticky top-0 hidden h-dvh shrink-0 border-r bg-canvas transition-[width] duration-100 md:block',
            narrow ? 'w-14' : 'w-60',
          )}
        >
          <Rail sections={props.sections} company={props.company(narrow)} narrow={narrow} />
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-0 z-30 flex h-13 shrink-0 items-center gap-1 border-b bg-background px-2 sm:px-3">
            <RailButton narrow={narrow} onNarrow={() => setNarrow(!narrow)} onDrawer={() => setDrawer(true)} />
            <Breadcrumbs className="min-w-0 flex-1" />
            <div className="flex shrink-0 items-center gap-1">
              {props.search}
              {props.failures}
              {props.alerts}
              {props.userMenu}
            </div>
          </header>
          {props.banners}
          <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            {props.children}
          </main>
        </div>
      </div>
      <Sheet open={drawer} onOpenChange={setDrawer}>
        <SheetContent side="left" size="sm" title="Navigation" bare className="w-70 max-w-[85vw] bg-canvas">
          <Rail sections={props.sections} company={props.company(false)} onNavigate={() => setDrawer(false)} />
        </SheetContent>
      </Sheet>
    </CrumbsProvider>
  );
}

function RailButton({ narrow, onNarrow, onDrawer }: { narrow: boolean; onNarrow: () => void; onDrawer: () => void }) {
  const words = narrow ? 'Show the names in the navigation' : 'Show only icons in the navigation';
  return (
    <>
      <Button variant="ghost" size="icon" aria-label="Open the navigation" onClick={onDrawer} className="md:hidden">
        <PanelLeft aria-hidden />
      </Button>
      <Tooltip content={words} side="bottom">
        <Button variant="ghost" size="icon" aria-label={words} onClick={onNarrow} className="hidden md:inline-flex">
          <PanelLeft aria-hidden />
        </Button>
      </Tooltip>
    </>
  );
}
