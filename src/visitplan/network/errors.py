"""Errors of the road network (VP20xx) and of geocoding (VP22xx)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitplan.domain.errors import VisitplanError

if TYPE_CHECKING:
    from pathlib import Path


class NetworkError(VisitplanError):
    """Any fault of a road source, a network file or a geocoder."""


class RoadFileMissingError(NetworkError):
    """An OpenStreetMap extract that does not exist or cannot be opened."""

    code = "VP2001"

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and why it cannot be read."""
        super().__init__(
            f"road file {str(path)!r} cannot be read: {reason}. "
            "Check the path, or download an extract of the area first."
        )


class RoadFileFormatError(NetworkError):
    """An extract whose name has none of the known endings."""

    code = "VP2002"

    def __init__(self, path: Path) -> None:
        """Name the file and the endings that are understood."""
        super().__init__(
            f"road file {path.name!r}: its ending is not known. "
            "Give a file ending in .osm, .osm.gz, .osm.bz2 or .osm.pbf."
        )


class RoadFileBrokenError(NetworkError):
    """An extract that is cut off, damaged, or not what its ending says."""

    code = "VP2003"

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and what the reader stumbled over."""
        super().__init__(
            f"road file {str(path)!r} is damaged or not what its ending says ({reason}). "
            "Fetch it again and compare its checksum with the publisher's."
        )


class NoRoadsError(NetworkError):
    """A source without any road that can be driven there and back."""

    code = "VP2004"
    exit_code = 3

    def __init__(self, source: str) -> None:
        """Name the source."""
        super().__init__(
            f"{source!r} holds no road that a car can drive there and back. "
            "Take an extract that covers streets of the area, not only its outline or footpaths."
        )


class NetworkFileMissingError(NetworkError):
    """A network file that does not exist or cannot be opened."""

    code = "VP2010"
    exit_code = 3

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and why it cannot be read."""
        super().__init__(
            f"network file {str(path)!r} cannot be read: {reason}. "
            "Build it with `visitplan network build EXTRACT.osm.pbf --out NET`."
        )


class NetworkFileForeignError(NetworkError):
    """A file that is no network file of this program."""

    code = "VP2011"

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(
            f"{str(path)!r} is not a network file of visitplan. If it is an OpenStreetMap extract, "
            "run `visitplan network build` on it and give the result."
        )


class NetworkFileVersionError(NetworkError):
    """A network file of another format version."""

    code = "VP2012"

    def __init__(self, path: Path, found: int, known: int) -> None:
        """Name the file, its version and the one understood."""
        super().__init__(
            f"network file {str(path)!r} has format version {found}, this program reads {known}. "
            "Build the network again from its extract, or update visitplan."
        )


class NetworkFileDamagedError(NetworkError):
    """A network file whose content is not what was saved."""

    code = "VP2013"

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and what does not fit."""
        super().__init__(
            f"network file {str(path)!r} is damaged ({reason}) and was not loaded. "
            "Copy it again, or build it again from its extract."
        )


class NetworkNotWrittenError(NetworkError):
    """A network file that could not be written."""

    code = "VP2014"

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and why it cannot be written."""
        super().__init__(
            f"network file {str(path)!r} cannot be written: {reason}. "
            "Choose a folder that exists, is writable and has room."
        )


class DownloadError(NetworkError):
    """A place whose roads could not be downloaded."""

    code = "VP2020"
    exit_code = 3

    def __init__(self, place: str, reason: str) -> None:
        """Name the place and what went wrong."""
        super().__init__(
            f"the roads of {place!r} cannot be downloaded: {reason}. Check the name and the "
            "connection, or build from a local extract with `visitplan network build`."
        )


class SpeedDataError(NetworkError):
    """A speed table that lacks a figure or holds an impossible one."""

    code = "VP2030"

    def __init__(self, field: str, value: object, cure: str) -> None:
        """Name the field, its value and what it should be."""
        super().__init__(f"speeds.yaml, {field}: {value!r} will not do. {cure}")


class GeocoderOffError(NetworkError):
    """A geocoding request although no geocoder is set."""

    code = "VP2201"

    def __init__(self) -> None:
        """Say which setting turns it on."""
        super().__init__(
            "geocoding is off. Give coordinates, or set VISITPLAN_GEOCODER_URL to the address of "
            "the agency's own Nominatim."
        )


class PublicGeocoderError(NetworkError):
    """A geocoder outside the agency without consent."""

    code = "VP2202"

    def __init__(self, host: str) -> None:
        """Name the host."""
        super().__init__(
            f"geocoder host {host!r} is not on the agency's own network, and would learn where "
            "patients live. Use an agency-owned address, or consent with "
            "VISITPLAN_GEOCODER_PUBLIC=yes."
        )


class AddressNotFoundError(NetworkError):
    """An address that the geocoder does not know; the text never repeats it."""

    code = "VP2203"

    def __init__(self) -> None:
        """Say what to do; the address itself stays out of messages and logs."""
        super().__init__(
            "the geocoder does not know this address (it is not repeated here). "
            "Check its spelling, or give coordinates."
        )


class GeocoderFailedError(NetworkError):
    """A geocoder that did not answer."""

    code = "VP2204"

    def __init__(self, host: str, reason: str) -> None:
        """Name the host and the kind of failure."""
        super().__init__(
            f"geocoder {host!r} did not answer ({reason}). Try again later, or give coordinates."
        )


class GeocoderSettingError(NetworkError):
    """A geocoder setting that makes no sense."""

    code = "VP2205"

    def __init__(self, setting: str, value: str, cure: str) -> None:
        """Name the setting, its value and the cure."""
        super().__init__(f"setting {setting} = {value!r} will not do. {cure}")
