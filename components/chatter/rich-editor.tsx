'use client';
import { Bold, Italic, Link2, List, ListOrdered } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import { inParagraphs, isBlank, safeHtml } from './safe-html.ts';

/** What others may do with the editor. */
export interface EditorHandle {
  focus: () => void;
  html: () => string;
  replace: (html: string) => void;
}

interface RichEditorProps {
  handle: RefObject<EditorHandle | null>;
  initialHtml: string;
  label: string;
  placeholder: string;
  onChange: (html: string) => void;
  onSend: () => void;
  onFiles: (files: File[]) => void;
}

const commands = [
  { command: 'bold', label: 'Bold', icon: Bold },
  { command: 'italic', label: 'Italic', icon: Italic },
  { command: 'insertUnorderedList', label: 'Bulleted list', icon: List },
  { command: 'insertOrderedList', label: 'Numbered list', icon: ListOrdered },
];

/** A text with paragraphs, bold, italic, lists and links. Pasted text loses its looks, pasted pictures become files. */
export function RichEditor({ handle, initialHtml, label, placeholder, onChange, onSend, onFiles }: RichEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const [blank, setBlank] = useState(true);
  const read = () => box.current?.innerHTML ?? '';
  const changed = () => {
    setBlank(isBlank(read()) && !/<li/i.test(read()));
    onChange(read());
  };
  const replace = (html: string) => {
    if (box.current) box.current.innerHTML = safeHtml(html);
    changed();
  };
  useImperativeHandle(handle, () => ({
    focus: () => focusEnd(box.current),
    html: () => inParagraphs(read()),
    replace,
  }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text belongs to the editor once it is there
  useEffect(() => {
    document.execCommand('defaultParagraphSeparator', false, 'p');
    replace(initialHtml);
  }, []);
  const run = (command: string, value?: string) => {
    box.current?.focus();
    document.execCommand(command, false, value);
    changed();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSend();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    const html = event.clipboardData.getData('text/html');
    if (!html && files.length === 0) return;
    event.preventDefault();
    if (html) run('insertHTML', safeHtml(html, { keepStyle: false }));
    else onFiles(files);
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a text area holds no bold, lists or links */}
      <div
        ref={box}
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        tabIndex={0}
        aria-multiline="true"
        aria-label={label}
        aria-placeholder={placeholder}
        dir="auto"
        data-placeholder={placeholder}
        data-blank={blank || undefined}
        onInput={changed}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className="wrap-anywhere max-h-[45dvh] min-h-20 overflow-y-auto px-3 py-2 text-base outline-none data-blank:before:pointer-events-none data-blank:before:float-left data-blank:before:h-0 data-blank:before:text-muted-foreground data-blank:before:content-[attr(data-placeholder)] max-sm:text-[16px] [&_a]:text-primary [&_a]:underline [&_blockquote]:border-l-2 [&_blockquote]:pl-3 [&_ol]:list-decimal [&_ol]:pl-6 [&_p]:mb-1.5 [&_ul]:list-disc [&_ul]:pl-6"
      />
      <div role="toolbar" aria-label="Text style" className="flex items-center gap-0.5 px-1.5">
        {commands.map(({ command, label: words, icon: Icon }) => (
          <Button
            key={command}
            variant="ghost"
            size="icon-sm"
            aria-label={words}
            title={words}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => run(command)}
          >
            <Icon aria-hidden />
          </Button>
        ))}
        <LinkButton box={box} onLink={(href) => run('createLink', href)} />
      </div>
    </div>
  );
}

/** Asks for an address and puts it on the selected words. */
function LinkButton({ box, onLink }: { box: RefObject<HTMLDivElement | null>; onLink: (href: string) => void }) {
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState('https://');
  const range = useRef<Range | null>(null);
  const remember = (next: boolean) => {
    const selection = window.getSelection();
    const inside = selection?.rangeCount && box.current?.contains(selection.anchorNode);
    if (next) range.current = inside ? selection.getRangeAt(0).cloneRange() : null;
    setOpen(next);
  };
  const apply = () => {
    setOpen(false);
    if (!/^(https?:\/\/|mailto:)\S+$/i.test(href.trim())) return;
    box.current?.focus();
    const selection = window.getSelection();
    if (range.current) {
      selection?.removeAllRanges();
      selection?.addRange(range.current);
    }
    if (selection?.isCollapsed) document.execCommand('insertText', false, href.trim());
    if (selection?.isCollapsed && selection.anchorNode) selection.modify('extend', 'backward', 'word');
    onLink(href.trim());
    selection?.collapseToEnd();
  };
  return (
    <Popover open={open} onOpenChange={remember}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Link"
          title="Link"
          onMouseDown={(event) => event.preventDefault()}
        >
          <Link2 aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Link">
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            apply();
          }}
        >
          <Input aria-label="Address of the link" value={href} onChange={(event) => setHref(event.target.value)} />
          <Button type="submit" variant="primary">
            Set link
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}

function focusEnd(element: HTMLElement | null): void {
  if (!element) return;
  element.focus();
  const selection = window.getSelection();
  selection?.selectAllChildren(element);
  selection?.collapseToEnd();
}
