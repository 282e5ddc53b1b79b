// How the report looks: one style sheet for screen, phone and paper.

/// The style sheet of the report. System fonts only; nothing is fetched.
let reportStyle = """
  :root { color-scheme: light; --ink: #1d252b; --soft: #5b6770; --rule: #dde2e6; --paper: #ffffff; }
  * { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; }
  body { margin: 0; background: #f3f5f6; color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI",
    Roboto, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
  main { max-width: 62rem; margin: 0 auto; padding: 1.25rem; }
  h1 { font-size: clamp(1.35rem, 4.5vw, 2rem); line-height: 1.2; margin: 0; font-weight: 650; letter-spacing: -0.01em; }
  h2 { font-size: 1.05rem; margin: 0 0 0.75rem; font-weight: 650; }
  p { margin: 0; }
  .option { white-space: nowrap; }
  .soft { color: var(--soft); font-size: 0.875rem; }
  section, header { background: var(--paper); border: 1px solid var(--rule); border-radius: 10px; padding: 1.25rem;
    margin: 0 0 1rem; break-inside: avoid; }
  header { border-top: 8px solid var(--verdict); }
  .verdict { display: flex; align-items: center; gap: 0.75rem; color: var(--verdict); font-weight: 750;
    font-size: clamp(2rem, 8vw, 3.25rem); line-height: 1.1; letter-spacing: -0.02em; margin: 0.5rem 0 0.25rem; }
  .verdict svg { flex: none; width: 0.9em; height: 0.9em; }
  .completed { --verdict: #17734a; }
  .aborted { --verdict: #8a5a00; }
  .alarm, .stalled, .error { --verdict: #b42318; }
  .reason { border-left: 4px solid var(--verdict); padding: 0.5rem 0.75rem; margin-top: 0.75rem; background: #fdf3f2; }
  .aborted .reason { background: #fdf6e8; }
  .plot { margin: 0 auto; display: grid; grid-template-columns: 2.9rem minmax(0, 1fr); }
  .plot > svg { grid-column: 2; grid-row: 1; display: block; width: 100%; background: #fff; border: 1px solid #b9c2c9; }
  .up, .across { position: relative; font-size: 0.75rem; color: var(--soft); font-variant-numeric: tabular-nums;
    white-space: nowrap; line-height: 1; }
  .up { grid-column: 1; grid-row: 1; }
  .up span { position: absolute; right: 0.4rem; transform: translateY(50%); }
  .across { grid-column: 2; grid-row: 2; height: 1.25rem; }
  .across span { position: absolute; top: 0.4rem; transform: translateX(-50%); }
  .caption { display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; margin-top: 0.6rem; font-size: 0.8125rem;
    color: var(--soft); align-items: center; }
  .key { display: inline-flex; align-items: center; gap: 0.4rem; }
  .key svg { flex: none; }
  .scale { display: inline-flex; align-items: center; gap: 0.5rem; font-variant-numeric: tabular-nums; }
  .scale i { display: inline-flex; width: 9rem; height: 0.75rem; }
  .scale b { flex: 1; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; table-layout: fixed; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
  th, td { text-align: right; padding: 0.45rem 0.4rem; border-top: 1px solid var(--rule); vertical-align: top; }
  tr:first-child th { border-top: 0; }
  th:first-child { text-align: left; font-weight: 400; color: var(--soft); padding-left: 0; font-size: 0.875rem;
    width: 28%; overflow-wrap: break-word; }
  thead th { font-size: 1.125rem; }
  small { font-size: 0.8em; }
  td small { color: var(--soft); white-space: nowrap; }
  .bar { display: block; height: 6px; border-radius: 3px; background: #e8ebee; margin-top: 0.3rem; overflow: hidden; }
  .bar i { display: block; height: 100%; background: #6100a7; }
  .over .bar i { background: #b42318; }
  .over { color: #b42318; font-weight: 650; }
  dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr)); gap: 0.9rem 1.5rem; margin: 0; }
  dt { color: var(--soft); font-size: 0.8125rem; }
  dd { margin: 0; font-variant-numeric: tabular-nums; font-weight: 550; }
  code { font: 0.9em ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
  .warnings { list-style: none; margin: 0; padding: 0; }
  .warnings li { display: grid; grid-template-columns: 6.5rem 1fr; gap: 0.75rem; padding: 0.5rem 0;
    border-top: 1px solid var(--rule); }
  .warnings li:first-child { border-top: 0; }
  .warnings b { font-variant-numeric: tabular-nums; color: #8a5a00; }
  footer { color: var(--soft); font-size: 0.8125rem; padding: 0 0.25rem; }
  @media (max-width: 40rem) {
    main { padding: 0.5rem; }
    section, header { padding: 0.9rem; border-radius: 8px; margin-bottom: 0.5rem; }
    th, td { padding: 0.4rem 0.2rem; font-size: 0.8125rem; }
    th:first-child { font-size: 0.75rem; }
    .plot { grid-template-columns: 2.3rem minmax(0, 1fr); }
    .up, .across { font-size: 0.6875rem; }
    .across span:nth-child(even):not(:last-child) { visibility: var(--crowded, visible); }
    dl { grid-template-columns: 1fr 1fr; gap: 0.75rem; }
    .warnings li { grid-template-columns: 1fr; gap: 0; }
  }
  @media print {
    @page { margin: 14mm; }
    body { background: #fff; font-size: 10.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    main { padding: 0; max-width: none; }
    section, header { border-radius: 0; border-left: 0; border-right: 0; border-bottom: 0; padding: 4mm 0; margin: 0; }
    h2 { break-after: avoid; }
  }
  """
