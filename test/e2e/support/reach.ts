/**
 * Questions to a page, each a function of its own that runs in it: what is cut off, what sticks
 * out, what moves, what is too small for a finger, what does not show that it has the focus.
 */

/** What cannot be reached by scrolling: text beyond an edge that hides it, or a page that is cut. */
export function lostText(): string[] {
  const found: string[] = [];
  const nameOf = (element: Element) => `${element.localName}.${element.className}`;
  const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.shadowRoot !== null) visit(element.shadowRoot);
      if (!element.checkVisibility() || element.closest('.hidden-text, .announcer, .skip, svg'))
        continue;
      const style = getComputedStyle(element);
      const isCutBelow = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 2;
      // One line that ends in "…" is cut on purpose; its whole text stands elsewhere.
      if (isCutBelow && !element.matches('.quote, .quoted') && style.textOverflow !== 'ellipsis')
        found.push(
          `${nameOf(element)} is cut at ${element.clientHeight} of ${element.scrollHeight}`,
        );
      // What can be scrolled must be high enough to be read: two lines.
      const scrolls = style.overflowY === 'auto' && element.scrollHeight > element.clientHeight + 2;
      if (scrolls && element.clientHeight < 40)
        found.push(`${nameOf(element)} shows ${element.clientHeight} of ${element.scrollHeight}`);
      // A button or field that lies outside of all that can be scrolled.
      if (element.matches('button, textarea, input')) {
        element.scrollIntoView({ block: 'nearest' });
        const { top, bottom, height } = element.getBoundingClientRect();
        const isOut = bottom - height / 2 < 0 || top + height / 2 > innerHeight;
        if (isOut) found.push(`${nameOf(element)} lies from ${top} to ${bottom}`);
      }
    }
  };
  visit(document);
  return found;
}

/** What is wider than the window and cut off by nothing that does so on purpose. */
export function sticksOut(): string[] {
  const found: string[] = [];
  const isCut = (element: Element): boolean => {
    const parent = element.parentElement;
    if (element instanceof SVGElement) return true;
    if (parent === null) return false;
    return getComputedStyle(parent).overflowX !== 'visible' || isCut(parent);
  };
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      const { left, right, width } = element.getBoundingClientRect();
      const isOut = right > innerWidth + 1 || left < -1;
      if (isOut && width > 1 && element.checkVisibility() && !isCut(element))
        found.push(`${element.localName}.${element.className} from ${left} to ${right}`);
      if (element.shadowRoot !== null) visit(element.shadowRoot);
    }
  };
  visit(document);
  return found;
}

/** Animations and transitions that take time, and scrolling that glides. */
export function moving(): string[] {
  const found = document.getAnimations().flatMap((animation) => {
    const { duration } = animation.effect?.getComputedTiming() ?? {};
    return duration === 0 ? [] : [`${animation.constructor.name} of ${String(duration)} ms`];
  });
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      const style = getComputedStyle(element);
      const times = style.transitionDuration.split(', ');
      if (times.some((time) => parseFloat(time) > 0))
        found.push(`transition of ${element.localName}`);
      if (style.scrollBehavior === 'smooth') found.push(`smooth scrolling of ${element.localName}`);
      if (element.shadowRoot !== null) visit(element.shadowRoot);
    }
  };
  visit(document);
  return found;
}

/**
 * What can be pressed and is smaller than 44×44 pixels. Excepted, as in WCAG 2.2, 2.5.5: a link or
 * a quotation within the text of a message, whose line sets its height.
 */
export function smallTargets(): string[] {
  const found: string[] = [];
  const pressed = 'button, a[href], input, textarea, summary, [role="button"], [tabindex="0"]';
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot !== null) visit(element.shadowRoot);
      if (!element.matches(pressed) || !element.checkVisibility()) continue;
      if (element.closest('.words') !== null || element.matches('.log, .message, .skip')) continue;
      const { width, height } = element.getBoundingClientRect();
      // Half a pixel is what rounding takes.
      if (width < 43.5 || height < 43.5)
        found.push(`${element.localName}.${element.className}: ${width}×${height}`);
    }
  };
  visit(document);
  return found;
}

/** What takes the focus of the keyboard and shows no outline then. The focus comes back in the end. */
export function withoutRing(): string[] {
  if (!document.hasFocus()) return ['the page itself has no focus'];
  const focused = (root: DocumentOrShadowRoot): HTMLElement | null => {
    const found = root.activeElement as HTMLElement | null;
    return found?.shadowRoot?.activeElement ? focused(found.shadowRoot) : found;
  };
  const before = focused(document);
  const found: string[] = [];
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.shadowRoot !== null) visit(element.shadowRoot);
      if (element.tabIndex < 0 || !element.checkVisibility() || element.shadowRoot !== null)
        continue;
      element.focus({ focusVisible: true } as FocusOptions);
      if (!element.matches(':focus-visible')) continue;
      const style = getComputedStyle(element);
      if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
        found.push(`${element.localName}.${element.className}`);
    }
  };
  visit(document);
  before?.focus();
  return found;
}
