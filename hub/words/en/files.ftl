# Pictures and files that come with something.

files-attach = Add pictures or files
files-with-it = Attached: { $names }
files-download = A file that people get
files-take-away = Remove it
files-download-hint = A template, a checklist, a document: up to 25 MB, handed on as it is. A free one can be downloaded at once; one with a price, once you two have agreed.
files-get = Download<vh>: { $name }</vh>
files-comes-with-it = Comes with <strong>{ $name }</strong>, { $size }
files-taken-by = { $n ->
    [one] taken by { $n } person
   *[other] taken by { $n } people
}
files-picture = A picture
files-picture-alt = The picture it has now
files-picture-hint = JPEG, PNG, WebP or GIF, up to 10 MB. Where and when it was taken is not kept.
files-picture-address = Or the web address of a picture
files-too-many-fields = it has too many fields.
files-too-slow = It took too long to arrive. Please send it again.
files-too-large = That is too much: at most { $megabytes } MB in one file.
files-too-long = That is too long: at most { $kibibytes } KiB. Make it shorter and send it again.
files-no-text = part of it is not text (UTF-8).
files-broken-off = it broke off in the middle.
files-photo-first = Choose a photo first.
files-photo-set = Others now see this photo of you, everywhere here.
files-photo-gone = Your photo is gone. Your initial is back in its place.
