package testschema

import (
	"context"
	"encoding/json"
	"strconv"
)

// Resolver is the root of the resolvers.
type Resolver struct{ World *World }

var _ ResolverRoot = (*Resolver)(nil)

type (
	authorResolver   struct{ *World }
	bookResolver     struct{ *World }
	chapterResolver  struct{ *World }
	coverResolver    struct{ *World }
	mutationResolver struct{ *World }
	queryResolver    struct{ *World }
	shelfResolver    struct{ *World }
)

// Author and the others give the resolvers of a type.
func (r *Resolver) Author() AuthorResolver     { return authorResolver{r.World} }
func (r *Resolver) Book() BookResolver         { return bookResolver{r.World} }
func (r *Resolver) Chapter() ChapterResolver   { return chapterResolver{r.World} }
func (r *Resolver) Cover() CoverResolver       { return coverResolver{r.World} }
func (r *Resolver) Mutation() MutationResolver { return mutationResolver{r.World} }
func (r *Resolver) Query() QueryResolver       { return queryResolver{r.World} }
func (r *Resolver) Shelf() ShelfResolver       { return shelfResolver{r.World} }

func authorKey(a *Author) string   { return string(a.ID) }
func bookKey(b *Book) string       { return string(b.ID) }
func chapterKey(c *Chapter) string { return c.Title + string(c.book.ID) }
func coverKey(c *Cover) string     { return c.Color + string(c.book.ID) }
func shelfKey(s *Shelf) string     { return s.ID }

func (r authorResolver) Books(_ context.Context, objs []*Author, first int) ([][]*Book, error) {
	return batch(r.World, "Author.books", objs, authorKey, func(_ *Author, id string) []*Book {
		return list(r.World, uint64(first), func(i string) *Book { return r.book(r.bookID("books", id, i)) }, "books", id)
	})
}

func (r authorResolver) Favorite(_ context.Context, objs []*Author) ([]*Book, error) {
	return batch(r.World, "Author.favorite", objs, authorKey, func(_ *Author, id string) *Book {
		return r.book(r.bookID("favorite", id))
	})
}

func (r authorResolver) Friends(_ context.Context, objs []*Author) ([][]*Author, error) {
	return batch(r.World, "Author.friends", objs, authorKey, func(_ *Author, id string) []*Author {
		return list(r.World, 3, func(i string) *Author { return r.author(r.authorID("friends", id, i)) }, "friends", id)
	})
}

func (r authorResolver) Works(_ context.Context, objs []*Author) ([][]Named, error) {
	return batch(r.World, "Author.works", objs, authorKey, func(_ *Author, id string) []Named {
		return list(r.World, 2, func(i string) Named {
			n, _ := r.node(r.bookID("works", id, i)).(Named)
			return n
		}, "works", id)
	})
}

func (r bookResolver) Legacy(_ context.Context, obj *Book, n *int) (*Book, error) {
	if r.Count != nil {
		r.Count("Book.legacy", 1)
	}
	id := string(obj.ID)
	if n != nil {
		id += strconv.Itoa(*n)
	}
	if r.odds(30, "legacyPanic", id) {
		panic("legacy panics")
	}
	return r.book(r.bookID("legacy", id)), r.itemError("Book.legacy", id)
}

func (r bookResolver) Author(_ context.Context, objs []*Book) ([]*Author, error) {
	return batch(r.World, "Book.author", objs, bookKey, func(_ *Book, id string) *Author {
		return r.author(r.authorID("author", id))
	})
}

func (r bookResolver) MainAuthor(_ context.Context, objs []*Book) ([]*Author, error) {
	return batch(r.World, "Book.mainAuthor", objs, bookKey, func(_ *Book, id string) *Author {
		return r.author(r.authorID("mainAuthor", id))
	})
}

func (r bookResolver) CoAuthors(_ context.Context, objs []*Book, first int, order *Order) ([][]*Author, error) {
	by := ""
	if order != nil {
		by = order.Field + strconv.FormatBool(order.Up)
	}
	return batch(r.World, "Book.coAuthors", objs, bookKey, func(_ *Book, id string) []*Author {
		return list(r.World, uint64(first), func(i string) *Author {
			return r.author(r.authorID("coAuthors", id, i, by))
		}, "coAuthors", id)
	})
}

func (r bookResolver) Related(_ context.Context, objs []*Book) ([][][]*Book, error) {
	return batch(r.World, "Book.related", objs, bookKey, func(_ *Book, id string) [][]*Book {
		return list(r.World, 2, func(i string) []*Book {
			return list(r.World, 2, func(k string) *Book { return r.book(r.bookID("related", id, i, k)) }, "related", id, i)
		}, "related", id)
	})
}

func (r bookResolver) Shelf(_ context.Context, objs []*Book) ([]*Shelf, error) {
	return batch(r.World, "Book.shelf", objs, bookKey, func(_ *Book, id string) *Shelf {
		return r.shelf(r.shelfID("shelf", id))
	})
}

func (r bookResolver) Rating(_ context.Context, objs []*Book) ([]*float64, error) {
	return batch(r.World, "Book.rating", objs, bookKey, func(_ *Book, id string) *float64 {
		f := float64(r.number(50, "rating", id)) / 10
		return &f
	})
}

func (r bookResolver) Stars(_ context.Context, objs []*Book) ([]int, error) {
	return batch(r.World, "Book.stars", objs, bookKey, func(_ *Book, id string) int { return r.number(5, "stars", id) })
}

func (r bookResolver) Labels(_ context.Context, objs []*Book) ([][]string, error) {
	return batch(r.World, "Book.labels", objs, bookKey, func(_ *Book, id string) []string {
		return list(r.World, 3, func(i string) string { return id + i }, "labels", id)
	})
}

func (r bookResolver) Moods(_ context.Context, objs []*Book) ([][]*Mood, error) {
	return batch(r.World, "Book.moods", objs, bookKey, func(_ *Book, id string) []*Mood {
		return list(r.World, 3, func(i string) *Mood {
			if r.odds(300, "mood", id, i) {
				return nil
			}
			m := MoodWild
			return &m
		}, "moods", id)
	})
}

func (r bookResolver) Mentions(_ context.Context, objs []*Book) ([][]Node, error) {
	return batch(r.World, "Book.mentions", objs, bookKey, func(_ *Book, id string) []Node {
		return list(r.World, 4, func(i string) Node {
			n, _ := r.thing("mentions", id, i).(Node)
			return n
		}, "mentions", id)
	})
}

func (r bookResolver) Stuff(_ context.Context, objs []*Book) ([][]Thing, error) {
	return batch(r.World, "Book.stuff", objs, bookKey, func(_ *Book, id string) []Thing {
		return list(r.World, 4, func(i string) Thing { return r.thing("stuff", id, i) }, "stuff", id)
	})
}

func (r bookResolver) Best(_ context.Context, objs []*Book) ([]Named, error) {
	return batch(r.World, "Book.best", objs, bookKey, func(_ *Book, id string) Named {
		n, _ := r.thing("best", id).(Named)
		return n
	})
}

func (r bookResolver) Dated(_ context.Context, objs []*Book, on *Date) ([][]*Author, error) {
	return batch(r.World, "Book.dated", objs, bookKey, func(_ *Book, id string) []*Author {
		if on != nil {
			id += string(*on)
		}
		return list(r.World, 2, func(i string) *Author { return r.author(r.authorID("dated", id, i)) }, "dated", id)
	})
}

// OddNode gives a typed nil.
func (r bookResolver) OddNode(_ context.Context, objs []*Book) ([]Node, error) {
	rs := make([]Node, len(objs))
	for i := range rs {
		rs[i] = (*Shelf)(nil)
	}
	return rs, nil
}

// OddNodes gives a list with something that is not in the schema.
func (r bookResolver) OddNodes(_ context.Context, objs []*Book) ([][]Node, error) {
	rs := make([][]Node, len(objs))
	for i := range rs {
		rs[i] = []Node{r.book("b1"), stranger{}}
	}
	return rs, nil
}

type stranger struct{}

func (stranger) IsNode() {}

func (r chapterResolver) Author(_ context.Context, objs []*Chapter) ([]*Author, error) {
	return batch(r.World, "Chapter.author", objs, chapterKey, func(_ *Chapter, id string) *Author {
		return r.author(r.authorID("chapter", id))
	})
}

func (r chapterResolver) Length(_ context.Context, objs []*Chapter) ([]int, error) {
	return batch(r.World, "Chapter.length", objs, chapterKey, func(_ *Chapter, id string) int {
		return r.number(100, "length", id)
	})
}

func (r coverResolver) Artist(_ context.Context, objs []*Cover) ([]*Author, error) {
	return batch(r.World, "Cover.artist", objs, coverKey, func(_ *Cover, id string) *Author {
		return r.author(r.authorID("artist", id))
	})
}

func (r shelfResolver) Books(_ context.Context, objs []*Shelf) ([][]*Book, error) {
	return batch(r.World, "Shelf.books", objs, shelfKey, func(_ *Shelf, id string) []*Book {
		return list(r.World, 3, func(i string) *Book { return r.book(r.bookID("shelf", id, i)) }, "shelf", id)
	})
}

func (r shelfResolver) Top(_ context.Context, objs []*Shelf) ([]Thing, error) {
	return batch(r.World, "Shelf.top", objs, shelfKey, func(_ *Shelf, id string) Thing { return r.thing("top", id) })
}

func (r mutationResolver) Add(_ context.Context, name string) (*AddPayload, error) {
	if err := r.enter("Mutation.add", 1); err != nil {
		return nil, err
	}
	return &AddPayload{Count: len(name), Book: r.book(r.bookID("add", name))}, r.itemError("Mutation.add", name)
}

func (r mutationResolver) Touch(_ context.Context, id string) (*Book, error) {
	if err := r.enter("Mutation.touch", 1); err != nil {
		return nil, err
	}
	return r.book(id), nil
}

func (r queryResolver) Book(_ context.Context, id string) (*Book, error) {
	if err := r.enter("Query.book", 1); err != nil {
		return nil, err
	}
	return r.book(id), r.itemError("Query.book", id)
}

func (r queryResolver) Books(_ context.Context, first int, filter *BookFilter) ([]*Book, error) {
	text, _ := json.Marshal(filter)
	if err := r.enter("Query.books", 1); err != nil {
		return nil, err
	}
	books := list(r.World, uint64(first), func(i string) *Book { return r.newBook(r.bookID("top", i, string(text))) }, "top")
	return books, r.itemError("Query.books", string(text))
}

func (r queryResolver) MaybeBooks(_ context.Context, ids []string) ([]*Book, error) {
	rs := make([]*Book, len(ids))
	for i, id := range ids {
		rs[i] = r.book(id)
	}
	return rs, r.enter("Query.maybeBooks", 1)
}

func (r queryResolver) Node(_ context.Context, id string) (Node, error) {
	return r.node(id), r.enter("Query.node", 1)
}

func (r queryResolver) Nodes(_ context.Context, ids []string) ([]Node, error) {
	rs := make([]Node, len(ids))
	for i, id := range ids {
		rs[i] = r.node(id)
	}
	return rs, r.enter("Query.nodes", 1)
}

func (r queryResolver) Named(_ context.Context, id string) (Named, error) {
	n, _ := r.node(id).(Named)
	return n, r.enter("Query.named", 1)
}

func (r queryResolver) Things(_ context.Context, first int) ([]Thing, error) {
	return list(r.World, uint64(first), func(i string) Thing { return r.thing("things", i) }, "things"), r.enter("Query.things", 1)
}

func (r queryResolver) Grid(_ context.Context, rows int) ([][]*Book, error) {
	return list(r.World, uint64(rows), func(i string) []*Book {
		return list(r.World, 3, func(k string) *Book { return r.book(r.bookID("grid", i, k)) }, "grid", i)
	}, "grid"), r.enter("Query.grid", 1)
}

func (r queryResolver) Cube(_ context.Context) ([][][]*Author, error) {
	return list(r.World, 2, func(i string) [][]*Author {
		return list(r.World, 2, func(k string) []*Author {
			return list(r.World, 3, func(l string) *Author { return r.author(r.authorID("cube", i, k, l)) }, "cube", i, k)
		}, "cube", i)
	}, "cube"), r.enter("Query.cube", 1)
}

func (r queryResolver) Authors(_ context.Context) ([]*Author, error) {
	return list(r.World, 4, func(i string) *Author { return r.author(r.authorID("authors", i)) }, "authors"), r.enter("Query.authors", 1)
}

func (r queryResolver) Number(_ context.Context) (int, error) {
	return r.number(9, "number"), r.enter("Query.number", 1)
}

func (r queryResolver) Maybe(_ context.Context) (*int, error) {
	return r.depth("maybe"), r.enter("Query.maybe", 1)
}

func (r queryResolver) Echo(_ context.Context, input EchoInput) (*string, error) {
	text, err := json.Marshal(input)
	if err != nil {
		return nil, err
	}
	s := string(text)
	return &s, r.enter("Query.echo", 1)
}

func (r queryResolver) Wall(_ context.Context) ([][]int, error) {
	return list(r.World, 3, func(i string) []int {
		return list(r.World, 3, func(k string) int { return r.number(9, "wall", i, k) }, "wall", i)
	}, "wall"), r.enter("Query.wall", 1)
}
