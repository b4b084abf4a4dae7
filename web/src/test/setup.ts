// Setup of every web test: an in-memory IndexedDB. Nothing else is faked here.
import "fake-indexeddb/auto";
