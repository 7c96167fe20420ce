/** The part of an Express application that renders its pages. */
interface Renders {
  render(view: string, options: object, done: Rendered): void;
}

type Rendered = (error: Error | null, html?: string) => void;

const FOREIGN_LINK = /<link\b[^>]*\bhref="(?:https?:)?\/\/[^>]*>\s*/g;

/** Has its pages link to nothing of other hosts: bull-board would ask Google for its fonts. */
export function withoutForeignLinks<App extends Renders>(app: App): App {
  const render = app.render.bind(app);
  app.render = (view, options, done) =>
    render(view, options, (error, html) => done(error, html?.replace(FOREIGN_LINK, '')));
  return app;
}
