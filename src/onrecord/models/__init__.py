"""Small models that we trained ourselves: plain arrays, each with a card beside it. `resources.Resources.data` reads them."""
