"""A place on the map."""

from typing import Annotated

from pydantic import Field

from visitplan.domain.document import Document

Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]


class Coordinates(Document):
    """A place in WGS84 degrees."""

    lat: Latitude = Field(description="Latitude in degrees, north positive.")
    lon: Longitude = Field(description="Longitude in degrees, east positive.")
