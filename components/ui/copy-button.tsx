'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { Tooltip } from './tooltip.tsx';

export interface CopyButtonProps extends Omit<ButtonProps, 'value' | 'onClick'> {
  /** What goes to the clipboard. */
  value: string;
  /** What is copied, as in "Copy Message-ID". */
  label?: string;
}

/** Copies a text and says so for two seconds. With children it is a button with words, otherwise an icon. */
export function CopyButton({ value, label = 'Copy', children, ...props }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = () => {
    copyText(value).then(setCopied);
  };
  const Icon = copied ? Check : Copy;
  return (
    <Tooltip content={copied ? 'Copied' : label}>
      <Button
        variant="ghost"
        size={children ? 'sm' : 'icon-sm'}
        aria-label={children ? undefined : copied ? 'Copied' : label}
        onClick={copy}
        {...props}
      >
        <Icon aria-hidden className={copied ? 'text-success' : undefined} />
        {children}
        <span aria-live="polite" className="sr-only">
          {copied ? 'Copied' : ''}
        </span>
      </Button>
    </Tooltip>
  );
}

/** The clipboard API exists on secure origins only; plain http on a company network gets the old way. */
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
