import { css } from 'lit';

export const switchStyles = css`
  .switch {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 1rem;
  }

  .switch label {
    display: flex;
    align-items: center;
    min-block-size: var(--target);
    font-weight: 600;
  }

  .switch p {
    grid-column: 1 / -1;
  }

  input[type='checkbox'] {
    position: relative;
    flex: none;
    appearance: none;
    inline-size: 3.25rem;
    block-size: var(--target);
    margin: 0;
    border-radius: 999px;
    background: transparent;
    cursor: pointer;
  }

  input[type='checkbox']::before,
  input[type='checkbox']::after {
    content: '';
    position: absolute;
    border-radius: 999px;
    transition: inset-inline-start var(--quick);
  }

  input[type='checkbox']::before {
    inset: calc(50% - 0.9rem) 0;
    border: 2px solid var(--edge);
    background: var(--sunken);
  }

  input[type='checkbox']::after {
    inset-block-start: calc(50% - 0.55rem);
    inset-inline-start: 0.4rem;
    inline-size: 1.1rem;
    block-size: 1.1rem;
    background: var(--edge);
  }

  input[type='checkbox']:checked::before {
    border-color: var(--accent);
    background: var(--accent);
  }

  input[type='checkbox']:checked::after {
    inset-inline-start: 1.75rem;
    background: var(--on-accent);
  }

  @media (prefers-reduced-motion: reduce) {
    input[type='checkbox']::after {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    input[type='checkbox']::before {
      border-color: ButtonText;
    }

    input[type='checkbox']::after {
      background: ButtonText;
    }

    input[type='checkbox']:checked::before {
      forced-color-adjust: none;
      background: Highlight;
    }

    input[type='checkbox']:checked::after {
      forced-color-adjust: none;
      background: HighlightText;
    }
  }
`;
