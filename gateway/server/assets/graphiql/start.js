// Starts GraphiQL on this gateway, with the examples of its configuration in the first tabs.
(async () => {
  const examples = await (await fetch("/graphiql/examples.json")).json();
  const root = ReactDOM.createRoot(document.getElementById("graphiql"));
  root.render(
    React.createElement(GraphiQL, {
      fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
      defaultTabs: examples.length > 0 ? examples.map((query) => ({ query })) : undefined,
      shouldPersistHeaders: false,
    }),
  );
})();
