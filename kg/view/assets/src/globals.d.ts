/** Libraries that stand before the page's own script: vis-network as pyvis ships it, and Leaflet where there is a map. */
declare const vis: any;
declare const L: any;

interface Window {
  /** Asks the server that the page comes from; only there if the page has one. */
  kgAsk?: (path: string) => Promise<Response>;
}
