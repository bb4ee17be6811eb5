/** Classes of everything that pops up: menus, selects, popovers. */
export const popLook =
  'pop-motion z-50 overflow-y-auto overflow-x-hidden rounded-lg border bg-popover p-1 text-foreground shadow-pop outline-none';

/** Classes of one line of a menu, a select or a command list. */
export const menuItemLook =
  'relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none [&[data-disabled]:not([data-disabled=false])]:pointer-events-none [&[data-disabled]:not([data-disabled=false])]:opacity-50 data-highlighted:bg-accent pointer-coarse:min-h-10 [&_svg:not([class*=size-])]:size-4 [&_svg:not([class*=text-])]:text-muted-foreground [&_svg]:shrink-0';
