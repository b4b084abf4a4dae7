// Makes every key a checked one: the English words of all parts together. A file of words that is missing here shows as keys
// that tsc does not know.
import type appShellMore from "@/app/shell/words/more.en.json";
import type appShellShell from "@/app/shell/words/shell.en.json";
import type appViewsMore from "@/app/views/words/more.en.json";
import type appViewsShell from "@/app/views/words/shell.en.json";
import type appBase from "@/app/words/base.en.json";
import type admin from "@/features/admin/words/admin.en.json";
import type avatarMore from "@/features/avatar/words/more.en.json";
import type conversationCardsMore from "@/features/conversation/cards/words/more.en.json";
import type conversationComposerMore from "@/features/conversation/composer/words/more.en.json";
import type conversationComposerShell from "@/features/conversation/composer/words/shell.en.json";
import type conversationEmojiMore from "@/features/conversation/emoji/words/more.en.json";
import type conversationEmojiShell from "@/features/conversation/emoji/words/shell.en.json";
import type conversationFilesGalleryMore from "@/features/conversation/files/gallery/words/more.en.json";
import type conversationFilesPicturesMore from "@/features/conversation/files/pictures/words/more.en.json";
import type conversationFilesPicturesShell from "@/features/conversation/files/pictures/words/shell.en.json";
import type conversationFilesTrayMore from "@/features/conversation/files/tray/words/more.en.json";
import type conversationFilesTrayShell from "@/features/conversation/files/tray/words/shell.en.json";
import type conversationFilesVoiceMore from "@/features/conversation/files/voice/words/more.en.json";
import type conversationFilesMore from "@/features/conversation/files/words/more.en.json";
import type conversationFilesShell from "@/features/conversation/files/words/shell.en.json";
import type conversationTimelineActsDialogs from "@/features/conversation/timeline/acts/words/dialogs.en.json";
import type conversationTimelineRowsMore from "@/features/conversation/timeline/rows/words/more.en.json";
import type conversationTimelineRowsShell from "@/features/conversation/timeline/rows/words/shell.en.json";
import type conversationTimelineScrollShell from "@/features/conversation/timeline/scroll/words/shell.en.json";
import type conversationTimelineToolsMore from "@/features/conversation/timeline/tools/words/more.en.json";
import type conversationTimelineToolsShell from "@/features/conversation/timeline/tools/words/shell.en.json";
import type conversationTimelineMore from "@/features/conversation/timeline/words/more.en.json";
import type conversationTimelineShell from "@/features/conversation/timeline/words/shell.en.json";
import type detailsMembersDialogs from "@/features/details/members/words/dialogs.en.json";
import type detailsMembersMore from "@/features/details/members/words/more.en.json";
import type detailsReportsDialogs from "@/features/details/reports/words/dialogs.en.json";
import type detailsDialogs from "@/features/details/words/dialogs.en.json";
import type detailsMore from "@/features/details/words/more.en.json";
import type entranceBase from "@/features/entrance/words/base.en.json";
import type entranceEntrance from "@/features/entrance/words/entrance.en.json";
import type forwardDialogs from "@/features/forward/words/dialogs.en.json";
import type groupsDialogs from "@/features/groups/words/dialogs.en.json";
import type infoDialogs from "@/features/info/words/dialogs.en.json";
import type inviteMore from "@/features/invite/words/more.en.json";
import type landingLanding from "@/features/landing/words/landing.en.json";
import type paletteDialogs from "@/features/palette/words/dialogs.en.json";
import type peopleDialogs from "@/features/people/words/dialogs.en.json";
import type profileDialogs from "@/features/profile/words/dialogs.en.json";
import type profileShell from "@/features/profile/words/shell.en.json";
import type roomsDirectDialogs from "@/features/rooms/direct/words/dialogs.en.json";
import type roomsDirectoryDialogs from "@/features/rooms/directory/words/dialogs.en.json";
import type roomsDirectMore from "@/features/rooms/direct/words/more.en.json";
import type roomsDirectoryMore from "@/features/rooms/directory/words/more.en.json";
import type roomsDirectoryShell from "@/features/rooms/directory/words/shell.en.json";
import type roomsFoldersMore from "@/features/rooms/folders/words/more.en.json";
import type roomsListShell from "@/features/rooms/list/words/shell.en.json";
import type roomsMore from "@/features/rooms/words/more.en.json";
import type roomsShell from "@/features/rooms/words/shell.en.json";
import type savedDialogs from "@/features/saved/words/dialogs.en.json";
import type settingsDialogs from "@/features/settings/words/dialogs.en.json";
import type libBase from "@/lib/words/base.en.json";
import type notificationsMore from "@/state/notifications/words/more.en.json";
import type requestsBase from "@/state/requests/words/base.en.json";
import type requestsMore from "@/state/requests/words/more.en.json";
import type stateRoomsShell from "@/state/rooms/words/shell.en.json";
import type uiBase from "@/ui/words/base.en.json";
import type uiMore from "@/ui/words/more.en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: {
      translation: typeof appShellMore &
        typeof appShellShell &
        typeof appViewsMore &
        typeof appViewsShell &
        typeof appBase &
        typeof admin &
        typeof avatarMore &
        typeof conversationCardsMore &
        typeof conversationComposerMore &
        typeof conversationComposerShell &
        typeof conversationEmojiMore &
        typeof conversationEmojiShell &
        typeof conversationFilesGalleryMore &
        typeof conversationFilesPicturesMore &
        typeof conversationFilesPicturesShell &
        typeof conversationFilesTrayMore &
        typeof conversationFilesTrayShell &
        typeof conversationFilesVoiceMore &
        typeof conversationFilesMore &
        typeof conversationFilesShell &
        typeof conversationTimelineActsDialogs &
        typeof conversationTimelineRowsMore &
        typeof conversationTimelineRowsShell &
        typeof conversationTimelineScrollShell &
        typeof conversationTimelineToolsMore &
        typeof conversationTimelineToolsShell &
        typeof conversationTimelineMore &
        typeof conversationTimelineShell &
        typeof detailsMembersDialogs &
        typeof detailsMembersMore &
        typeof detailsReportsDialogs &
        typeof detailsDialogs &
        typeof detailsMore &
        typeof entranceBase &
        typeof entranceEntrance &
        typeof forwardDialogs &
        typeof groupsDialogs &
        typeof infoDialogs &
        typeof inviteMore &
        typeof landingLanding &
        typeof paletteDialogs &
        typeof peopleDialogs &
        typeof profileDialogs &
        typeof profileShell &
        typeof roomsDirectDialogs &
        typeof roomsDirectoryDialogs &
        typeof roomsDirectMore &
        typeof roomsDirectoryMore &
        typeof roomsDirectoryShell &
        typeof roomsFoldersMore &
        typeof roomsListShell &
        typeof roomsMore &
        typeof roomsShell &
        typeof savedDialogs &
        typeof settingsDialogs &
        typeof libBase &
        typeof notificationsMore &
        typeof requestsBase &
        typeof requestsMore &
        typeof stateRoomsShell &
        typeof uiBase &
        typeof uiMore;
    };
    returnNull: false;
  }
}
