// Starts the editor on this server's endpoint: no other is offered, nothing is completed from elsewhere, and queries stay in this browser.
"use strict";

(() => {
  const known = JSON.parse(document.getElementById("known").textContent);
  const prefixes = Object.entries(known.prefixes);
  const endpoint = new URL("/sparql", location.href).href;

  /** Names the prefixes that a query uses and does not declare: the server knows them, but the editor marks them as errors. */
  function declared(query) {
    const missing = prefixes.filter(
      ([prefix]) => new RegExp(`(^|[^\\w?$<])${prefix}:`, "m").test(query) && !new RegExp(`prefix\\s+${prefix}:`, "i").test(query),
    );
    const lines = missing.map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`);
    return lines.length ? `${lines.join("\n")}\n\n${query}` : query;
  }

  // Completers of classes and properties ask LOV, that of prefixes asks prefix.cc: it is told ours instead.
  const { Autocompleters, defaults } = Yasgui.Yasqe;
  Autocompleters.prefixes.get = () => Promise.resolve(prefixes.map(([prefix, iri]) => `${prefix}: <${iri}>`));
  Autocompleters.prefixes.persistenceId = null;
  defaults.autocompleters = ["variables", "prefixes"];
  window.kgEditor = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    copyEndpointOnNewTab: false,
    persistenceId: `kg ${endpoint}`,
    yasqe: { value: declared(known.first), createShortLink: undefined },
    yasr: { ...Yasgui.Yasr.defaults, prefixes: { id: known.base, ...known.prefixes } },
  });

  // What an answer names is looked at here.
  const shownHere = (event) => {
    const link = event.target.closest?.("a.iri");
    if (link?.href.startsWith(known.base)) link.href = `/id/${link.href.slice(known.base.length)}`;
  };
  for (const kind of ["click", "auxclick"]) document.addEventListener(kind, shownHere, true);

  document.getElementById("questions").addEventListener("change", (event) => {
    const chosen = known.questions.find((one) => one.name === event.target.value);
    if (!chosen) return;
    const tab = window.kgEditor.addTab(true, { name: chosen.name });
    tab.getYasqe().setValue(declared(chosen.sparql));
    event.target.value = "";
  });
})();
