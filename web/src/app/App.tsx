// The whole application as one element: providers outside, routes inside.
export function App() {
  return <main>Confluence</main>;
}
