'use client';
import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';
import { controlLook } from './input.tsx';
import { menuItemLook, popLook } from './menu-look.ts';

export interface SelectOption {
  value: string;
  label: string;
  icon?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps
  extends Omit<ComponentProps<typeof Radix.Trigger>, 'value' | 'onChange' | 'defaultValue' | 'children'> {
  options: readonly SelectOption[];
  value: string | undefined;
  onValueChange: (value: string) => void;
  placeholder?: string;
}

/** A list to choose one of. For more than about 15 choices use `RelationField`. Option values must not be empty strings. */
export function Select({ options, value, onValueChange, placeholder, className, disabled, ...trigger }: SelectProps) {
  return (
    <Radix.Root value={value ?? ''} onValueChange={onValueChange} disabled={disabled}>
      <Radix.Trigger
        className={cn(
          controlLook,
          'flex h-8 w-full items-center justify-between gap-2 px-2.5 text-left text-base data-placeholder:text-muted-foreground pointer-coarse:h-10',
          className,
        )}
        {...trigger}
      >
        <span className="min-w-0 truncate">
          <Radix.Value placeholder={placeholder ?? 'Choose'} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className={cn(
            popLook,
            'max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)',
          )}
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={cn(menuItemLook, 'pr-8')}
              >
                {option.icon}
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check aria-hidden className="size-4" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
