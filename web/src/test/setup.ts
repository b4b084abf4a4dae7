// What every web test starts with: an IndexedDB in memory. Nothing else is faked here.
import "fake-indexeddb/auto";
